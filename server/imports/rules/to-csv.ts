/** Cells a spreadsheet would run as a formula, also behind blanks (CWE-1236): they get a leading apostrophe. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r]/;
const PLAIN_NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** One CSV line for spreadsheets. Signed numbers stay numbers; everything else that could be a formula becomes text. */
export const toCsvLine = (cells: readonly string[]): string => `${cells.map(toCell).join(",")}\r\n`;

function toCell(value: string): string {
  const safe = FORMULA.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
