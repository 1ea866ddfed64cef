import "server-only";
import { z } from "zod";
import { newPasswordSchema } from "@/contracts/access-inputs";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { returnPoint, takePoint } from "@/server/platform/rate-limit";
import { hashPassword, isPasswordRight } from "../hash-password";
import { isPasswordTooLong } from "../rules/password";
import { ACCOUNT_AND_PEER } from "../rules/sign-in-limits";
import { endSessionsOf, type Session } from "./keep-session";

export const changePasswordInput = z.object({
  current: z.string().min(1, "Enter your present password."),
  next: newPasswordSchema,
});

/** Sets a new password for somebody who knows the present one, and ends all their other sessions. */
export async function changePassword(
  session: Session,
  input: z.output<typeof changePasswordInput>,
  now: Date,
): Promise<void> {
  const key = `password-change:${session.userId}`;
  const verdict = await takePoint(key, ACCOUNT_AND_PEER, now);
  if (!verdict.allowed) throw new AppError("RATE_LIMITED", "Too many wrong passwords. Try again in 15 minutes.");
  const sql = pipelineSql();
  const [user] = await sql<
    { hash: string | null }[]
  >`select password_hash as hash from users where id = ${session.userId}`;
  if (!user?.hash)
    throw new AppError("CONFLICT", "You sign in with your company's login, so there is no password here.");
  if (isPasswordTooLong(input.current) || !(await isPasswordRight(input.current, user.hash)))
    throw new AppError("VALIDATION_ERROR", "That is not your present password.", { field: "current" }, [
      { pointer: "#/current", code: "wrong", detail: "That is not your present password." },
    ]);
  const hash = await hashPassword(input.next);
  const changed = await sql`update users set password_hash = ${hash}, updated_at = ${now}
    where id = ${session.userId} and password_hash = ${user.hash}`;
  if (changed.count === 0) throw new AppError("CONFLICT", "Your password was changed meanwhile. Sign in again.");
  await endSessionsOf(session.userId, now, session.sessionId);
  await returnPoint(key);
}
