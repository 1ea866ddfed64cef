import type { MatchKey } from "@/contracts/imports";
import type { Converted, ImportRow, RowProblem } from "./convert-row";
import type { SeenKeys } from "./seen-keys";

type SourceRecord = { line: number; values: string[]; broken: "quotes" | "too_long" | null };
export type PreparedRow = ImportRow & { n: number; line: number; raw: string[] };
export type PreparedProblem = RowProblem & { line: number; row: string[] };
/** `rows + invalid + duplicates` is the number of records. */
export type PreparedBatch = { rows: PreparedRow[]; problems: PreparedProblem[]; invalid: number; duplicates: number };

/** Sorts records into people, rows with problems, and repetitions of somebody met earlier in the file. Deterministic. */
export function prepareBatch(
  records: readonly SourceRecord[],
  convert: (values: readonly string[]) => Converted,
  seen: SeenKeys,
  matchBy: MatchKey,
): PreparedBatch {
  const batch: PreparedBatch = { rows: [], problems: [], invalid: 0, duplicates: 0 };
  for (const [n, record] of records.entries()) {
    const { line, values: raw } = record;
    const report = (problems: RowProblem[]) =>
      batch.problems.push(...oncePerCode(problems).map((p) => ({ ...p, line, row: raw })));
    if (record.broken) {
      report([BROKEN[record.broken]]);
      batch.invalid += 1;
      continue;
    }
    const converted = convert(raw);
    if (!converted.ok) {
      report(converted.problems);
      batch.invalid += 1;
    } else if (!isFirst(converted.row, seen, matchBy)) {
      report([DUPLICATE]);
      batch.duplicates += 1;
    } else batch.rows.push({ ...converted.row, n, line, raw });
  }
  return batch;
}

function isFirst(row: ImportRow, seen: SeenKeys, matchBy: MatchKey): boolean {
  const byEmail = row.email_key === null || seen.add(`e:${row.email_key}`);
  const byId = row.external_id === null || seen.add(`x:${row.external_id}`);
  const byPhone = matchBy !== "phone" || row.phone === null || seen.add(`p:${row.phone}`);
  return byEmail && byId && byPhone;
}

const oncePerCode = (problems: RowProblem[]): RowProblem[] =>
  problems.filter((p, i) => problems.findIndex((other) => other.code === p.code) === i);

const BROKEN: Record<"quotes" | "too_long", RowProblem> = {
  quotes: {
    column: null,
    code: "broken_quotes",
    problem: "The double quotes of this row do not match.",
    fix: 'Put the whole value in quotes and write quotes inside it twice: "the ""best"" one".',
  },
  too_long: {
    column: null,
    code: "row_too_long",
    problem: "The row is longer than one megabyte.",
    fix: "Check that its line ends with a line break.",
  },
};

export const DUPLICATE: RowProblem = {
  column: null,
  code: "duplicate",
  problem: "This person is already in an earlier row of the file.",
  fix: "Keep one row per person. The earlier row was imported.",
};
