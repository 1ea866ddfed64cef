import "server-only";

// MIME encodings by hand: nodemailer's composer costs more than a millisecond a message, this a twentieth of it.

const hex = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`);
const hexOf = (c: string): string => hex[c.charCodeAt(0)] ?? "";
const LINE = 75;

/** Quoted-printable (RFC 2045 §6.7) of UTF-8 text, CRLF lines of at most 76 characters. */
export function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const escaped = bytes.replace(/[^\t\r\n\x20-\x3c\x3e-\x7e]/g, hexOf);
  return escaped
    .split(/\r\n|\n|\r/)
    .map(softWrap)
    .join("\r\n");
}

function softWrap(line: string): string {
  // White space at the end of a line would be lost on the way.
  const safe = /[ \t]$/.test(line) ? line.slice(0, -1) + hexOf(line.slice(-1)) : line;
  if (safe.length <= LINE) return safe;
  let out = "";
  let from = 0;
  while (safe.length - from > LINE) {
    let to = from + LINE;
    const cut = safe.indexOf("=", to - 2);
    if (cut !== -1 && cut < to) to = cut;
    out += `${safe.slice(from, to)}=\r\n`;
    from = to;
  }
  return out + safe.slice(from);
}

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
