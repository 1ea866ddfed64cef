import "server-only";
import { createHash, randomInt } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 43 digits of base 62 are 256 bits. */
const DIGITS = 43;

export const newApiKeySecret = (): string =>
  `sk_${Array.from({ length: DIGITS }, () => ALPHABET[randomInt(ALPHABET.length)] ?? "0").join("")}`;

/** A secret of 256 random bits needs no slow hash; finding it by its hash also leaves nothing to compare in time. */
export const hashApiKey = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export const hintOf = (secret: string): string => `${secret.slice(0, 7)}…${secret.slice(-4)}`;
