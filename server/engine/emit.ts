import { toJson } from "./database";
import { createUlid } from "./ids";
import type { Db } from "./types";

/** An event to emit: ids only, never payloads. `ts` in milliseconds; in the future it delays the run. */
export interface OutgoingEvent {
  id?: string;
  name: string;
  data: Record<string, unknown>;
  ts?: number;
  workspaceNo?: number;
}

export const ENGINE_CHANNEL = "wf";
const MIN_NUDGE_GAP_MS = 50;
let lastNudge = 0;

/**
 * Whether this emit should also notify the workers. A NOTIFY inside a transaction serialises commits across the whole
 * database, so a busy process sends one per 50 ms and leaves the rest to the worker's own polling.
 */
export function shouldNudge(now = Date.now()): boolean {
  if (now - lastNudge < MIN_NUDGE_GAP_MS) return false;
  lastNudge = now;
  return true;
}

/**
 * Writes events into the inbox in the caller's transaction: they exist exactly when the transaction commits.
 * An id seen within the last 24 h is ignored. Answers the ids in the order given.
 */
export async function emitSql(tx: Db, events: readonly OutgoingEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const rows = toRows(events);
  await tx`
    insert into wf.inbox (id, name, data, ts, workspace_no)
    select id, name, data, ts, "workspaceNo"
    from json_to_recordset(${toJson(rows)}::text::json) as e(id text, name text, data json, ts timestamptz, "workspaceNo" int)
    on conflict (id) do nothing`;
  if (shouldNudge()) await tx`select pg_notify(${ENGINE_CHANNEL}, '')`;
  return rows.map((row) => row.id);
}

function toRows(events: readonly OutgoingEvent[]) {
  return events.map((event) => ({
    id: event.id ?? createUlid(),
    name: event.name,
    data: event.data,
    ts: event.ts === undefined ? null : new Date(event.ts).toISOString(),
    workspaceNo: event.workspaceNo ?? null,
  }));
}
