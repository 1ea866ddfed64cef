import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deriveKey } from "./env";

const KEY_ID = "k1";

/** Encrypts a secret at rest with AES-256-GCM; the result names its key: `k1.<iv>.<tag>.<ciphertext>`. */
export function seal(plain: string, purpose: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(`seal:${purpose}`), iv);
  cipher.setAAD(Buffer.from(`${KEY_ID}:${purpose}`));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [KEY_ID, iv.toString("base64url"), cipher.getAuthTag().toString("base64url"), body.toString("base64url")].join(
    ".",
  );
}

/** Opens what `seal` closed; throws when key, purpose or text do not fit. There is no plain-text fallback. */
export function unseal(sealed: string, purpose: string): string {
  const [keyId, iv, tag, body] = sealed.split(".");
  if (keyId !== KEY_ID || !iv || !tag || body === undefined)
    throw new Error(`A sealed ${purpose} names an unknown key.`);
  const decipher = createDecipheriv("aes-256-gcm", deriveKey(`seal:${purpose}`), Buffer.from(iv, "base64url"));
  decipher.setAAD(Buffer.from(`${keyId}:${purpose}`));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}
