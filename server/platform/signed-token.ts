import "server-only";
import {
  type Cipher,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  timingSafeEqual,
} from "node:crypto";
import { deriveKey } from "./env";

export const TOKEN_PURPOSES = [
  "open",
  "click",
  "unsubscribe",
  "view",
  "message",
  "preferences",
  "confirm",
  "form",
] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

const BLOCK = 16;
const HASH_BLOCK = 64;

type Keys = { mac: KeyObject; cipher: KeyObject };
const keys = new Map<TokenPurpose, Keys>();
function keysFor(purpose: TokenPurpose): Keys {
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

/** What signing keeps per purpose: the two padded keys of HMAC, and AES with its key schedule done. */
type Signer = { inner: Buffer; outer: Buffer; aes: Cipher };
const signers = new Map<TokenPurpose, Signer>();
function signerFor(purpose: TokenPurpose): Signer {
  let signer = signers.get(purpose);
  if (!signer) {
    const { mac, cipher } = keysFor(purpose);
    const key = Buffer.alloc(HASH_BLOCK);
    mac.export().copy(key);
    signer = {
      inner: key.map((byte) => byte ^ 0x36) as Buffer,
      outer: Buffer.concat([key.map((byte) => byte ^ 0x5c), Buffer.alloc(32)]),
      aes: createCipheriv("aes-256-ecb", cipher, null).setAutoPadding(false),
    };
    signers.set(purpose, signer);
  }
  return signer;
}

/**
 * Opaque, deterministic, unforgeable text for a URL: the synthetic-IV construction (RFC 5297's idea with HMAC-SHA-256
 * and AES-256-CTR). Each purpose has keys of its own, so a click token is worthless as an unsubscribe token.
 * Every message carries half a dozen: HMAC is put together from one-shot hashes and CTR from one cipher that lives on,
 * because a Hmac and a Cipheriv per token cost the garbage collector more than the cryptography. `openToken` uses
 * Node's own HMAC and CTR.
 */
export function signToken(purpose: TokenPurpose, payload: Buffer): string {
  const { inner, outer, aes } = signerFor(purpose);
  const token = Buffer.allocUnsafe(BLOCK + payload.length);
  // RFC 2104: H(key ^ opad, H(key ^ ipad, payload)).
  outer.write(hash("sha256", Buffer.concat([inner, payload]), "binary"), HASH_BLOCK, "binary");
  token.write(hash("sha256", outer, "binary").slice(0, BLOCK), 0, "binary");
  const stream = aes.update(counterBlocks(token, Math.ceil(payload.length / BLOCK)));
  for (let i = 0; i < payload.length; i += 1) token[BLOCK + i] = (payload[i] ?? 0) ^ (stream[i] ?? 0);
  return token.toString("base64url");
}

/** `count` blocks counted up from the IV at the beginning of `token`, as CTR encrypts them (SP 800-38A, big-endian). */
function counterBlocks(token: Buffer, count: number): Buffer {
  const blocks = Buffer.allocUnsafe(count * BLOCK);
  for (let n = 0; n < count; n += 1) {
    const at = n * BLOCK;
    if (n === 0) token.copy(blocks, 0, 0, BLOCK);
    else {
      blocks.copyWithin(at, at - BLOCK, at);
      for (let i = at + BLOCK - 1; i >= at; i -= 1) {
        const next = ((blocks[i] ?? 0) + 1) & 255;
        blocks[i] = next;
        if (next !== 0) break;
      }
    }
  }
  return blocks;
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
