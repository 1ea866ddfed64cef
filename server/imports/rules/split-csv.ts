/** One record of a file. `line` counts from 1, the header's line; `broken` says why its fields cannot be trusted. */
export type CsvRecord = { line: number; fields: string[]; broken: "quotes" | "too_long" | null; chars: number };

/** No honest row is longer; a quote that is never closed is given up after this many characters. */
const MAX_RECORD_CHARS = 1 << 20;

/**
 * Splits CSV text that arrives in pieces (RFC 4180, with \n, \r\n or \r; stray quotes inside unquoted values are kept).
 * A record with broken quotes is reported and reading goes on at the line after the one where it began, so one bad row
 * never swallows the rest of the file. Memory: one piece and at most one record. `chars` adds up to the text's length.
 */
export class CsvSplitter {
  private text = "";
  private at = 0;
  private line = 1;
  /** The beginning of a line that is too long to be kept, while its end is looked for. */
  private dropped: string | null = null;
  /** Characters of blank lines and of what was dropped, counted with the next record. */
  private carried = 0;
  /** Next \r at or after some point already searched, or -1: files without any must not be searched for each line. */
  private carriageAt = 0;

  constructor(private readonly delimiter: string) {}

  /** Adds a piece and yields the records that are complete; `isLast` ends the file. */
  *push(piece: string, isLast: boolean): Generator<CsvRecord> {
    this.text = this.text.slice(this.at) + piece;
    this.at = 0;
    this.carriageAt = 0;
    while (this.at < this.text.length) {
      const record = this.next(isLast);
      if (!record) return;
      if (record !== "blank") yield record;
    }
  }

  private next(isLast: boolean): CsvRecord | "blank" | null {
    const end = this.lineEnd(this.at, isLast);
    if (end === null) return this.drop();
    if (this.dropped !== null || end.content - this.at > MAX_RECORD_CHARS) return this.tooLong(end.next);
    const content = this.text.slice(this.at, end.content);
    if (content.trim() === "") {
      this.carried += end.next - this.at;
      this.at = end.next;
      this.line += 1;
      return "blank";
    }
    if (!content.includes('"')) return this.take(content.split(this.delimiter), end.next, 1, null);
    return this.quoted(end, isLast);
  }

  /** Where the line ends and the next one begins; null when that has not arrived yet. */
  private lineEnd(from: number, isLast: boolean): { content: number; next: number } | null {
    const newline = this.text.indexOf("\n", from);
    if (this.carriageAt !== -1 && this.carriageAt <= from) this.carriageAt = this.text.indexOf("\r", from);
    let carriage = this.carriageAt;
    if (carriage !== -1 && newline !== -1 && carriage > newline) carriage = -1;
    if (carriage !== -1) {
      // A \r at the very end of a piece may be half of a \r\n.
      if (carriage + 1 === this.text.length && !isLast) return null;
      return { content: carriage, next: this.text[carriage + 1] === "\n" ? carriage + 2 : carriage + 1 };
    }
    if (newline !== -1) return { content: newline, next: newline + 1 };
    return isLast ? { content: this.text.length, next: this.text.length } : null;
  }

  private quoted(firstLine: { content: number; next: number }, isLast: boolean): CsvRecord | null {
    const fields: string[] = [];
    let at = this.at;
    let lines = 1;
    for (;;) {
      if (this.text[at] === '"') {
        const close = this.closingQuote(at + 1);
        if (close === null) {
          if (!isLast && this.text.length - this.at <= MAX_RECORD_CHARS) return null;
          return this.broken(firstLine);
        }
        const value = this.text.slice(at + 1, close);
        lines += countLines(value);
        fields.push(value.includes('""') ? value.replaceAll('""', '"') : value);
        at = close + 1;
        // What follows a closing quote decides whether it was one; wait until it is there.
        if (at >= this.text.length && !isLast) return null;
      } else {
        const stop = this.valueEnd(at, isLast);
        if (stop === null) return null;
        fields.push(this.text.slice(at, stop));
        at = stop;
      }
      const mark = this.text[at];
      if (mark === this.delimiter) {
        at += 1;
        continue;
      }
      if (mark !== undefined && mark !== "\n" && mark !== "\r") return this.broken(firstLine);
      const end = this.lineEnd(at, isLast);
      if (end === null) return null;
      return this.take(fields, end.next, lines, null);
    }
  }

  /** Index of the quote that closes a value, past doubled ones; null when it is not in the text yet. */
  private closingQuote(from: number): number | null {
    for (let at = this.text.indexOf('"', from); at !== -1; at = this.text.indexOf('"', at + 2))
      if (this.text[at + 1] !== '"') return at;
    return null;
  }

  /** End of an unquoted value. */
  private valueEnd(from: number, isLast: boolean): number | null {
    for (let at = from; at < this.text.length; at += 1) {
      const c = this.text[at];
      if (c === this.delimiter || c === "\n" || c === "\r") return at;
    }
    return isLast ? this.text.length : null;
  }

  private broken(firstLine: { content: number; next: number }): CsvRecord {
    return this.take([this.text.slice(this.at, firstLine.content)], firstLine.next, 1, "quotes");
  }

  /** Of a line that is too long only its beginning is kept; the rest is let go piece by piece until it ends. */
  private drop(): null {
    if (this.dropped === null && this.text.length - this.at <= MAX_RECORD_CHARS) return null;
    this.dropped ??= this.text.slice(this.at, this.at + 200);
    // The last character may be half of a \r\n.
    const rest = Math.max(0, this.text.length - 1 - this.at);
    this.carried += rest;
    this.at += rest;
    return null;
  }

  private tooLong(next: number): CsvRecord {
    const beginning = this.dropped ?? this.text.slice(this.at, this.at + 200);
    this.dropped = null;
    return this.take([beginning], next, 1, "too_long");
  }

  private take(fields: string[], next: number, lines: number, broken: CsvRecord["broken"]): CsvRecord {
    const record = { line: this.line, fields, broken, chars: next - this.at + this.carried };
    this.carried = 0;
    this.at = next;
    this.line += lines;
    return record;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) lines += 1;
  }
  return lines;
}
