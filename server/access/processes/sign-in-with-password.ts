import "server-only";
import { createHash } from "node:crypto";
import { normaliseEmail } from "@/contracts/addresses";
import { pipelineSql } from "@/server/platform/db";
import { type RateRule, returnPoint, takePoint } from "@/server/platform/rate-limit";
import { isPasswordRight } from "../hash-password";
import { isPasswordTooLong } from "../rules/password";
import { ACCOUNT, ACCOUNT_AND_PEER, PEER } from "../rules/sign-in-limits";

export type PasswordSignIn =
  | { ok: true; userId: string }
  | { ok: false; reason: "wrong" }
  | { ok: false; reason: "rate_limited"; retryAfterSeconds: number };

/**
 * Checks e-mail and password. Says nothing about which of the two was wrong, takes the same time for addresses nobody
 * has, and counts failures per account and per client (`peer`: its address as our own server saw it).
 */
export async function signInWithPassword(input: {
  email: string;
  password: string;
  peer: string;
  now: Date;
}): Promise<PasswordSignIn> {
  if (isPasswordTooLong(input.password) || input.email.length > 254) return { ok: false, reason: "wrong" };
  const email = normaliseEmail(input.email) ?? "";
  const limits: [string, RateRule][] = [
    [`login:${digest(`${email}|${input.peer}`)}`, ACCOUNT_AND_PEER],
    [`login-peer:${digest(input.peer)}`, PEER],
    [`login-account:${digest(email)}`, ACCOUNT],
  ];
  // Taken before the check, not after a failure: fifty guesses at once must not all pass on the same count.
  for (const [key, rule] of limits) {
    const verdict = await takePoint(key, rule, input.now);
    if (!verdict.allowed) return { ok: false, reason: "rate_limited", retryAfterSeconds: verdict.retryAfterSeconds };
  }
  const [user] = await pipelineSql()<{ id: string; hash: string }[]>`
    select id, password_hash as hash from users where lower(email) = ${email} and password_hash is not null`;
  if (!(await isPasswordRight(input.password, user?.hash ?? null)) || !user) return { ok: false, reason: "wrong" };
  for (const [key] of limits) await returnPoint(key);
  return { ok: true, userId: user.id };
}

/** Limits are kept under hashes, because a rate limit is no place to keep addresses. */
const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
