import type { AuditEntry } from "@/contracts/access";

export type AuditChange = { field: string; before: string | null; after: string | null };

const isPair = (value: unknown): value is { from: unknown; to: unknown } =>
  typeof value === "object" && value !== null && "from" in value && "to" in value;

function shown(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.map((one) => shown(one) ?? "").join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What an entry changed, one line a field. A value without a before was only ever written as what it became. */
export const changesOf = (entry: Pick<AuditEntry, "changes">): AuditChange[] =>
  Object.entries(entry.changes ?? {}).map(([field, value]) =>
    isPair(value)
      ? { field, before: shown(value.from), after: shown(value.to) }
      : { field, before: null, after: shown(value) },
  );

/** The same on one line, for the list. */
export const summaryOf = (entry: Pick<AuditEntry, "changes">): string =>
  changesOf(entry)
    .map(({ field, before, after }) =>
      before === null ? `${field}: ${after ?? "none"}` : `${field}: ${before} → ${after ?? "none"}`,
    )
    .join(", ");
