/** Signs by which spreadsheets take a cell for a formula, the full-width ones of East Asian keyboards included. */
const FORMULA = "[=+\\-@\\t\\r＝＋－＠]";
/** Where a cell can begin: at the start, and behind whatever a reader may take for a separator or a quote. */
const START = '(?<=(?:^|[,;|\\t"\\r\\n])[ \\u00a0]*)';
const DANGEROUS = new RegExp(`${START}(?='*${FORMULA})`, "gu");
const GUARDED = new RegExp(`${START}'(?='*${FORMULA})`, "gu");

/**
 * Text as a spreadsheet may open it without running anything (CWE-1236): an apostrophe in front of every sign that
 * could begin a formula, also inside the text, because a reader with another separator splits it there. A text that
 * has apostrophes there already gets one more, so that `fromSpreadsheetText` gives back every text exactly.
 */
export const toSpreadsheetText = (text: string): string => text.replace(DANGEROUS, "'");
export const fromSpreadsheetText = (text: string): string => text.replace(GUARDED, "");

/** One value of a file: null for none. */
export type CellValue = string | number | boolean | null;

/** One line of CSV (RFC 4180). Numbers and yes/no are not text and stay as they are. */
export function toCsvLine(values: readonly CellValue[], spreadsheet: boolean): string {
  return `${values.map((value) => toCell(value, spreadsheet)).join(",")}\r\n`;
}

function toCell(value: CellValue, spreadsheet: boolean): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = spreadsheet ? toSpreadsheetText(value) : value;
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
