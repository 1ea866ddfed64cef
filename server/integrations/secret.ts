import "server-only";
import { randomBytes } from "node:crypto";
import { seal, unseal } from "@/server/platform/seal";

const PURPOSE = "webhook-signing-secret";
const PREFIX = "whsec_";

/** A signing secret as Standard Webhooks writes it, and how it is stored. */
export function newSigningSecret(): { secret: string; sealed: string } {
  const secret = PREFIX + randomBytes(32).toString("base64");
  return { secret, sealed: seal(secret, PURPOSE) };
}

export const openSigningSecret = (sealed: string): string => unseal(sealed, PURPOSE);
