import "server-only";
import { randomBytes } from "node:crypto";
import { argon2id, argon2Verify } from "hash-wasm";

/** OWASP's floor for Argon2id: 19 MiB, two passes, one lane. */
const COST = { parallelism: 1, iterations: 2, memorySize: 19 * 1024, hashLength: 32 } as const;

export const hashPassword = (password: string): Promise<string> =>
  argon2id({ ...COST, password: password.normalize("NFKC"), salt: randomBytes(16), outputType: "encoded" });

const shared = globalThis as typeof globalThis & { __carillonNobodysHash?: Promise<string> };

/** Compares in the same time whether the account exists or not: without a hash it checks against nobody's. */
export async function isPasswordRight(password: string, hash: string | null): Promise<boolean> {
  shared.__carillonNobodysHash ??= hashPassword(randomBytes(32).toString("base64url"));
  const right = await argon2Verify({
    password: password.normalize("NFKC"),
    hash: hash ?? (await shared.__carillonNobodysHash),
  });
  return right && hash !== null;
}
