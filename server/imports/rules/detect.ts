import type { ImportMapping } from "@/contracts/imports";
import { CsvSplitter } from "./split-csv";

export type Encoding = ImportMapping["encoding"];
export type Delimiter = ImportMapping["delimiter"];

/** What the first bytes are written in. A BOM decides; otherwise zero bytes mean UTF-16, and what is no UTF-8 is Windows-1252. */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  let zeros = 0;
  for (let i = 1; i < head.length; i += 2) if (head[i] === 0) zeros += 1;
  if (head.length > 3 && zeros > head.length / 8) return "utf-16le";
  try {
    // `stream` forgives a character that is cut off at the end of the sample.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** Length of the byte order mark, which is no part of the first heading. */
export const bomLength = (head: Uint8Array, encoding: Encoding): number =>
  encoding === "utf-8" && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
    ? 3
    : encoding === "utf-16le" && head[0] === 0xff && head[1] === 0xfe
      ? 2
      : 0;

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];

/** The separator that cuts most of the first rows into as many columns as the heading has. */
export function detectDelimiter(text: string): Delimiter {
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const records = [...new CsvSplitter(delimiter).push(text, true)].slice(0, 30);
    const width = records[0]?.fields.length ?? 1;
    const alike = records.filter((r) => !r.broken && r.fields.length === width).length / Math.max(1, records.length);
    const score = width > 1 ? alike * alike * Math.min(width, 20) : 0;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

const TEXTS = { "utf-8": new TextDecoder("utf-8"), "windows-1252": new TextDecoder("windows-1252") };
const NOT_ASCII = /[\u0080-\u00ff]/;

/**
 * Files are split as raw text, one character per byte, because separators, quotes and line ends are ASCII in both
 * encodings; only values with other bytes are decoded. That keeps byte positions exact and costs nothing for ASCII.
 */
export function decodeValue(raw: string, encoding: Encoding): string {
  if (encoding === "utf-16le" || !NOT_ASCII.test(raw)) return raw;
  return TEXTS[encoding].decode(Buffer.from(raw, "latin1"));
}
