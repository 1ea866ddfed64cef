/** First bytes of files people take for CSV, and what to do with them. */
const KINDS: readonly [bytes: readonly number[], what: string, fix: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], "an Excel workbook or a zip", "Save the sheet as CSV, or unpack the zip first."],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook", "Save the sheet as CSV."],
  [[0x1f, 0x8b], "packed with gzip", "Unpack it first."],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed with Zstandard", "Unpack it first."],
  [[0x25, 0x50, 0x44, 0x46], "a PDF", "Export the table as CSV."],
  [[0x89, 0x50, 0x4e, 0x47], "a picture", "Export the table as CSV."],
  [[0xff, 0xd8, 0xff], "a picture", "Export the table as CSV."],
  [[0x47, 0x49, 0x46, 0x38], "a picture", "Export the table as CSV."],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file", "Export it as CSV."],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], "a word processor's document", "Save the table as CSV."],
];

/** Says what a file is that is no CSV, by its first bytes and never by its name; null when it may be one. */
export function foreignFile(head: Uint8Array): string | null {
  const kind = KINDS.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (kind) return `This is ${kind[1]}, not a CSV file. ${kind[2]}`;
  const start = Buffer.from(head.subarray(0, 200)).toString("latin1").trimStart();
  if (/^<(!doctype html|html|\?xml)/i.test(start)) return "This is a web page or XML, not a CSV file.";
  if (/^[[{]\s*["{[\]}]/.test(start)) return "This is JSON, not a CSV file. Send it to the API, or save it as CSV.";
  return null;
}
