import "server-only";
import { randomBytes } from "node:crypto";
import { MAX_FILL_HOURS, MIN_FILL_SECONDS } from "@/contracts/forms";
import { env } from "@/server/platform/env";
import { openToken, signToken } from "@/server/platform/signed-token";

export type SignupRef = { workspaceNo: number; signupNo: number };

/** What the link of a confirmation mail carries: no address, no name. */
export function confirmUrl({ workspaceNo, signupNo }: SignupRef): string {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt32BE(workspaceNo, 0);
  bytes.writeUIntBE(signupNo, 4, 6);
  return `${env().APP_URL}/confirm/${signToken("confirm", bytes)}`;
}

export function readConfirmToken(token: string): SignupRef | null {
  const bytes = openToken("confirm", token);
  return bytes?.length === 10 ? { workspaceNo: bytes.readUInt32BE(0), signupNo: bytes.readUIntBE(4, 6) } : null;
}

/** Says when a form was shown, so that a program which answers at once is seen. */
export function fillToken(now: Date): string {
  const bytes = Buffer.concat([Buffer.alloc(6), randomBytes(8)]);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return signToken("form", bytes);
}

export function readFillToken(token: string, now: Date): "ok" | "too_fast" | "too_old" | "forged" {
  const bytes = openToken("form", token);
  if (bytes?.length !== 14) return "forged";
  const seconds = (now.getTime() - bytes.readUIntBE(0, 6)) / 1000;
  if (seconds < MIN_FILL_SECONDS) return "too_fast";
  return seconds > MAX_FILL_HOURS * 3600 ? "too_old" : "ok";
}
