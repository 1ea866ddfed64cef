/**
 * Letters that Unicode 17 gave a small form. Postgres 18 (Unicode 16) does not know them, newer Node versions do; both
 * sides leave them alone. tests/integration/segments/fold.test.ts compares all of Unicode with the Postgres in use.
 */
const isNewerThanPostgres = (code: number): boolean =>
  code === 0xa7ce || code === 0xa7d2 || code === 0xa7d4 || (code >= 0x16ea0 && code <= 0x16eb8);

/** Pairs of Unicode 16, which Postgres 18 knows and early Node 20 releases do not. */
function unicode16Lower(code: number): number | null {
  if (code === 0xa7cb) return 0x264;
  if (code === 0xa7cc) return 0xa7cd;
  if (code === 0xa7da) return 0xa7db;
  if (code === 0xa7dc) return 0x19b;
  return code >= 0x10d50 && code <= 0x10d65 ? code + 0x20 : null;
}

function lowerOf(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (isNewerThanPostgres(code)) return letter;
  // Simple case mapping is one letter to one letter; only İ has a longer small form in JavaScript.
  if (code === 0x130) return "i";
  const known = unicode16Lower(code);
  return known === null ? letter.toLowerCase() : String.fromCodePoint(known);
}

/**
 * Small letters by Unicode's simple case mapping: exactly `lower(x collate "pg_c_utf8")`. Unlike toLowerCase() it knows
 * no context (final sigma) and never changes the number of letters.
 */
export function foldCase(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  let out = "";
  for (const letter of text) out += lowerOf(letter);
  return out;
}

/** What a text of a rule is compared as; stored texts are NFC already, so only rules need it. */
export const foldOperand = (text: string): string => foldCase(text.normalize("NFC"));
