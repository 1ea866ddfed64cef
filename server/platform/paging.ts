import "server-only";
import { z } from "zod";
import { AppError } from "./errors";

/** Input of every list: `limit` 1-100 and the opaque cursor of the page before. No list uses OFFSET. */
export const pageInput = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(500).nullish(),
});
export type Page<T> = { data: T[]; hasMore: boolean; nextCursor: string | null };

/** A cursor is the sort key of the last row, as JSON in base64url: opaque to callers, readable to us. */
export const encodeCursor = (key: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString("base64url");

export function decodeCursor<K extends z.ZodType>(cursor: string | null | undefined, key: K): z.output<K> | null {
  if (!cursor) return null;
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new AppError("VALIDATION_ERROR", "cursor: use the next_cursor of an earlier answer as it is.", {
      field: "cursor",
      reason: "not a cursor",
    });
  }
}

/** Makes a page from limit + 1 fetched rows. */
export function toPage<Row, Out>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number | null)[],
  map: (row: Row) => Out,
): Page<Out> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return { data: shown.map(map), hasMore, nextCursor: hasMore && last ? encodeCursor(keyOf(last)) : null };
}
