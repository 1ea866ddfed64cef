import { normaliseEmail } from "@/contracts/addresses";
import { type AddressProblem, addressFault } from "@/contracts/suppressions";

/** One row of a file: its line, counted from 1, and its cells. */
export type ListRow = { line: number; fields: readonly string[]; broken: "quotes" | "too_long" | null };
export type ListPiece = { key: string } | { fault: AddressProblem };

/** Where the addresses stand: one column of a table, or every cell of a plain list. */
export type ListLayout = { kind: "list" } | { kind: "column"; index: number; hasHeading: boolean };

const HEADING = /mail|address|adresse|recipient/i;
const isAddress = (cell: string | undefined): boolean => cell !== undefined && keyOf(cell) !== null;

/**
 * What a file is, from its first two rows: with an address in the first row it has no heading, and is a plain list
 * when every cell is one; else the first row is the heading, and the column is the one called so or the one that
 * holds an address below it.
 */
export function layoutOf(first: ListRow | undefined, second: ListRow | undefined): ListLayout {
  const cells = first?.fields ?? [];
  const filled = cells.filter((cell) => cell.trim() !== "");
  const at = cells.findIndex(isAddress);
  if (at >= 0 || cells.length === 1) {
    const isHeading = at < 0 && HEADING.test(cells[0] ?? "") && !(cells[0] ?? "").includes("@");
    if (isHeading) return { kind: "column", index: 0, hasHeading: true };
    return filled.length <= 1 || filled.every(isAddress)
      ? { kind: "list" }
      : { kind: "column", index: at, hasHeading: false };
  }
  const below = second?.fields.findIndex(isAddress) ?? -1;
  const named = cells.findIndex((cell) => HEADING.test(cell));
  return { kind: "column", index: below >= 0 ? below : Math.max(0, named), hasHeading: true };
}

/** The addresses of one row in comparable form, and what is none. Blank cells of a plain list are nothing. */
export function readRow({ line, fields, broken }: ListRow, layout: ListLayout): ListPiece[] {
  if (broken) {
    const text = (fields[0] ?? "").slice(0, 200);
    const problem = broken === "quotes" ? "A quote in this line is never closed." : "This line is too long to be one.";
    return [{ fault: { line, text, problem } }];
  }
  const texts = layout.kind === "column" ? [fields[layout.index] ?? ""] : fields.flatMap(piecesOf);
  return texts.map((text) => {
    const key = keyOf(text);
    return key ? { key } : { fault: { line, text: text.trim().slice(0, 200), problem: addressFault(text) } };
  });
}

/** "Ada <ada@example.com>" counts as its address. */
function keyOf(cell: string): string | null {
  const bracketed = /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(cell)?.[1];
  return normaliseEmail(bracketed ?? cell);
}

/** The addresses of a cell that was pasted with blanks or other separators between them. */
function piecesOf(cell: string): string[] {
  if (cell.trim() === "") return [];
  if (keyOf(cell)) return [cell];
  const pieces = cell.split(/[\s,;|]+/).filter(Boolean);
  return pieces.length > 1 && pieces.some((piece) => keyOf(piece)) ? pieces : [cell];
}
