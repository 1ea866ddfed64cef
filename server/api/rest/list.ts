import "server-only";

/** Lists leave as the envelope of the API's pages; everything else as it is. */
export function toEnvelope(result: unknown): unknown {
  if (typeof result !== "object" || result === null || !("data" in result) || !Array.isArray(result.data))
    return result ?? null;
  const { data, hasMore, nextCursor, ...rest } = result as Record<string, unknown>;
  return { object: "list", data, has_more: hasMore ?? false, next_cursor: nextCursor ?? null, ...rest };
}
