import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: sorts by creation time (ms), 80 random bits. Run ids of both engines have this form. */
export function createUlid(now = Date.now()): string {
  return `${encodeTime(now)}${Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join("")}`;
}

/** The smallest ULID of an instant: turns "older than" into a range over the primary key. */
export function firstUlidAt(time: number): string {
  return `${encodeTime(time)}${"0".repeat(16)}`;
}

function encodeTime(time: number): string {
  let rest = time;
  let text = "";
  for (let i = 0; i < 10; i++) {
    text = `${ALPHABET[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}
