import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from "node:crypto";
import { deriveKey } from "./env";

export const TOKEN_PURPOSES = ["open", "click", "unsubscribe", "view", "message"] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

// Key objects, not bytes: Node would parse raw bytes again for every token of every message.
const keys = new Map<TokenPurpose, { mac: KeyObject; cipher: KeyObject }>();
function keysFor(purpose: TokenPurpose) {
  let pair = keys.get(purpose);
  if (!pair) {
    pair = {
      mac: createSecretKey(deriveKey(`token:${purpose}:mac`)),
      cipher: createSecretKey(deriveKey(`token:${purpose}:cipher`)),
    };
    keys.set(purpose, pair);
  }
  return pair;
}

/**
 * Opaque, deterministic, unforgeable text for a URL: the synthetic-IV construction (RFC 5297's idea with HMAC-SHA-256
 * and AES-256-CTR). Each purpose has keys of its own, so a click token is worthless as an unsubscribe token.
 */
export function signToken(purpose: TokenPurpose, payload: Buffer): string {
  const { mac, cipher } = keysFor(purpose);
  const iv = createHmac("sha256", mac).update(payload).digest().subarray(0, 16);
  const ctr = createCipheriv("aes-256-ctr", cipher, iv);
  return Buffer.concat([iv, ctr.update(payload), ctr.final()]).toString("base64url");
}

/** The payload, or null for anything not signed here for this purpose. */
export function openToken(purpose: TokenPurpose, token: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]{23,8000}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  // A second spelling of the same bytes (stray low bits in the last digit) is not our token.
  if (bytes.toString("base64url") !== token) return null;
  const { mac, cipher } = keysFor(purpose);
  const iv = bytes.subarray(0, 16);
  const ctr = createDecipheriv("aes-256-ctr", cipher, iv);
  const payload = Buffer.concat([ctr.update(bytes.subarray(16)), ctr.final()]);
  const expected = createHmac("sha256", mac).update(payload).digest().subarray(0, 16);
  return timingSafeEqual(expected, iv) ? payload : null;
}
