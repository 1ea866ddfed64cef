import "server-only";

// MIME encodings by hand: nodemailer's composer costs more than a millisecond a message, this a twentieth of it.

const LINE = 75;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const EQUALS = 61;
const HEX = Uint8Array.from(Buffer.from("0123456789ABCDEF"));
const LITERAL = 1;
const BLANK = 2;
/** Bytes that stand for themselves, those that do so inside a line only, and (0) the rest. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === TAB || byte === SPACE) return BLANK;
  return byte > SPACE && byte <= 126 && byte !== EQUALS ? LITERAL : 0;
});
let work = Buffer.alloc(0);

/**
 * Quoted-printable (RFC 2045 §6.7) of UTF-8 text, CRLF lines of at most 76 characters. Byte by byte inside one buffer
 * that is kept: with regular expressions and strings the same took three times as long.
 */
export function quotedPrintable(text: string): Buffer {
  const length = Buffer.byteLength(text);
  // Each byte becomes three at most, with a soft break of three for every 73 of those; the text itself stands behind.
  const room = length * 3 + Math.ceil(length / 24) * 3 + 3;
  if (work.length < room + length) work = Buffer.allocUnsafeSlow(room + length);
  // Locals: the loop runs ten thousand times a message and would look the module's variables up each time.
  const [bytes, kindOf, hex] = [work, kinds, HEX];
  const end = room + bytes.write(text, room, "utf8");
  let at = 0;
  let column = 0;
  for (let i = room; i < end; i += 1) {
    const byte = bytes[i] ?? 0;
    const isLiteral = kindOf[byte] === LITERAL || (kindOf[byte] === BLANK && !endsLine(bytes, i + 1, end));
    if (isLiteral) {
      if (column === LINE) {
        bytes[at++] = EQUALS;
        bytes[at++] = CR;
        bytes[at++] = LF;
        column = 0;
      }
      bytes[at++] = byte;
      column += 1;
    } else if (byte === CR || byte === LF) {
      if (byte === CR && bytes[i + 1] === LF && i + 1 < end) i += 1;
      bytes[at++] = CR;
      bytes[at++] = LF;
      column = 0;
    } else {
      if (column + 3 > LINE) {
        bytes[at++] = EQUALS;
        bytes[at++] = CR;
        bytes[at++] = LF;
        column = 0;
      }
      bytes[at++] = EQUALS;
      bytes[at++] = hex[byte >> 4] ?? 0;
      bytes[at++] = hex[byte & 15] ?? 0;
      column += 3;
    }
  }
  return Buffer.from(bytes.subarray(0, at));
}

/** White space there would be lost on the way. */
const endsLine = (bytes: Buffer, at: number, end: number): boolean => at >= end || bytes[at] === CR || bytes[at] === LF;

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Unstructured header text: as it is when ASCII, else base64 encoded words (RFC 2047), never cut inside a character. */
export function headerText(text: string): string {
  if (isPlain(text) && !text.includes("=?")) return text;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  words.push(word);
  return words.map((w) => `=?UTF-8?B?${Buffer.from(w).toString("base64")}?=`).join("\r\n ");
}

export const utf8Bytes = (text: string): string =>
  isPlain(text) ? text : Buffer.from(text, "utf8").toString("latin1");

/** A mailbox for From, To and Reply-To: an encoded or quoted display name, then the address. */
export function headerMailbox({ address, name }: { address: string; name: string | null }): string {
  // Addresses beyond ASCII go as raw UTF-8 (RFC 6532); the message is written byte by byte as latin1.
  const raw = utf8Bytes(address);
  if (!name) return raw;
  if (!isPlain(name) || name.includes("=?")) return `${headerText(name)} <${raw}>`;
  return `"${name.replace(/["\\]/g, "\\$&")}" <${raw}>`;
}
