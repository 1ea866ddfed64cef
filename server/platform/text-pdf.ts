import { deflateSync } from "node:zlib";

// Pages of text as a PDF 1.4 file: Helvetica from the reader's own fonts, A4, nothing embedded, no dependency. Characters
// outside Latin-1 are written as U+XXXX, so that nothing is lost or drawn as an empty box.

export type PdfLine = { text: string; style?: "title" | "heading" | "body" | "small" };

const STYLES = {
  title: { font: "F2", size: 18, before: 0, after: 10 },
  heading: { font: "F2", size: 12, before: 14, after: 4 },
  body: { font: "F1", size: 10, before: 0, after: 3 },
  small: { font: "F1", size: 8, before: 0, after: 2 },
} as const;
const PAGE = { width: 595, height: 842, margin: 56 };

/** Adobe's widths of Helvetica for the characters 32 to 126, in thousandths of the size. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const widthOf = (text: string, size: number): number => {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum += WIDTHS[text.charCodeAt(i) - 32] ?? 778;
  // Bold runs up to a tenth wider.
  return (sum * size * 1.1) / 1000;
};

/** What Helvetica's Latin-1 can draw; typographic quotes and dashes become plain ones, the rest its code point. */
function toLatin(text: string): string {
  const plain = text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2013\u2014]/g, "-")
    .replace(/\u2026/g, "...")
    .replace(/[\t\r\n]+/g, " ");
  let out = "";
  for (const c of plain) {
    const code = c.codePointAt(0) ?? 0;
    const isDrawn = (code >= 32 && code < 127) || (code >= 160 && code < 256);
    out += isDrawn ? c : `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  }
  return out;
}

function wrap(text: string, size: number): string[] {
  const width = PAGE.width - 2 * PAGE.margin;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((w) => w.match(/.{1,90}/g) ?? [""])) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

const quoted = (text: string): string => text.replace(/[\\()]/g, "\\$&");

/** The same lines give the same bytes. */
export function textPdf(title: string, lines: readonly PdfLine[]): Buffer {
  const pages = layOut(lines);
  const objects: Buffer[] = [];
  const add = (body: string | Buffer) => objects.push(Buffer.isBuffer(body) ? body : Buffer.from(body, "latin1"));
  const firstPage = 6;
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + 2 * i} 0 R`).join(" ")}] >>`);
  for (const font of ["Helvetica", "Helvetica-Bold"])
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${font} /Encoding /WinAnsiEncoding >>`);
  add(`<< /Title (${quoted(toLatin(title))}) /Producer (Carillon) >>`);
  for (const [i, content] of pages.entries()) {
    const foot = `BT /F1 8 Tf ${PAGE.margin} 32 Td (${quoted(toLatin(title))}  -  ${i + 1} / ${pages.length}) Tj ET\n`;
    const stream = deflateSync(Buffer.from(content + foot, "latin1"));
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${firstPage + 2 * i + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
    );
    add(
      Buffer.concat([
        Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`, "latin1"),
        stream,
        Buffer.from("\nendstream", "latin1"),
      ]),
    );
  }
  return assemble(objects);
}

function layOut(lines: readonly PdfLine[]): string[] {
  const pages: string[] = [];
  let page = "";
  let y = PAGE.height - PAGE.margin;
  for (const { text, style = "body" } of lines) {
    const { font, size, before, after } = STYLES[style];
    y -= before;
    for (const line of wrap(toLatin(text), size)) {
      y -= size * 1.25;
      if (y < PAGE.margin) {
        pages.push(page);
        page = "";
        y = PAGE.height - PAGE.margin - size * 1.25;
      }
      page += `BT /${font} ${size} Tf ${PAGE.margin} ${y.toFixed(1)} Td (${quoted(line)}) Tj ET\n`;
    }
    y -= after;
  }
  return [...pages, page];
}

function assemble(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  const push = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const [i, body] of objects.entries()) {
    offsets.push(at);
    push(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`, "latin1"), body, Buffer.from("\nendobj\n", "latin1")]));
  }
  const start = at;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`,
      "latin1",
    ),
  );
  return Buffer.concat(parts);
}
