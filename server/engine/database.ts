import postgres from "postgres";
import type { Branch, Db, EventBody } from "./types";

/**
 * Text for a `::text::json` parameter: rows travel as one parameter, so every statement is set-based and prepared once.
 * NUL characters, which Postgres cannot unpack from JSON, become U+FFFD.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.includes("\\u0000") ? (JSON.stringify(value, replaceNul) ?? "null") : text;
}

const replaceNul = (_: string, value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;

/**
 * `toJson` for step results, whose `result` is JSON text within the JSON (columns `result text`, then `::json`): like
 * this they are stored as they are, NUL included, because Postgres never unpacks them.
 */
export function toStepRows(branches: Branch[]): string {
  return JSON.stringify(
    branches.map(({ result, name, ...rest }) => ({
      ...rest,
      name: name?.replaceAll("\0", "\uFFFD"),
      result: JSON.stringify(result),
    })),
  );
}

const DEADLOCK = "40P01";
const SERIALIZATION = "40001";

/**
 * Runs `work` in a transaction; repeats it when Postgres chose it as the victim of a deadlock. Run rows are locked
 * before jobs and pauses everywhere, so this is rare: two batches that wake the same runs in a different order.
 */
export async function inTransaction<T>(
  sql: postgres.Sql,
  work: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      let result: { value: T } | undefined;
      await sql.begin(async (tx) => {
        result = { value: await work(tx) };
      });
      if (!result) throw new Error("The transaction ended without a result.");
      return result.value;
    } catch (error) {
      if (attempt >= 5 || !isContention(error)) throw error;
    }
  }
}

function isContention(error: unknown): boolean {
  return error instanceof postgres.PostgresError && (error.code === DEADLOCK || error.code === SERIALIZATION);
}

/** Whether an error is about the data (a retry would fail again) and not about the connection or the server. */
export function isDataError(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^(21|22|23|54)/.test(error.code);
}

export interface ActiveRun {
  id: string;
  fn: string;
  events: EventBody[];
  pending: string[];
  racing: string[];
  correlation: string | null;
}

/** Locks runs in id order and answers those still active. Every change of a run starts with this. */
export async function lockActiveRuns(tx: Db, runs: readonly string[]): Promise<Map<string, ActiveRun>> {
  const rows = await tx<ActiveRun[]>`
    select id, fn, events, pending, racing, correlation from wf.run
    where id = any(${[...new Set(runs)]}::text[]) and status = 'running' order by id for update`;
  return new Map(rows.map((row) => [row.id, row]));
}
