import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type postgres from "postgres";
import { segments } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";
import { removeMembers } from "./static-members";

/** A segment somebody is to be put on, whether it is kept by hand or not; null when there is none with this uuid. */
export async function findList(
  tx: Tx,
  workspaceNo: number,
  id: string,
): Promise<{ segmentNo: number; name: string; isStatic: boolean } | null> {
  const [row] = await tx
    .select({ segmentNo: segments.segmentNo, name: segments.name, type: segments.type })
    .from(segments)
    .where(and(eq(segments.workspaceNo, workspaceNo), eq(segments.id, id)));
  return row ? { segmentNo: row.segmentNo, name: row.name, isStatic: row.type === "static" } : null;
}

/**
 * Puts people on a static segment in the caller's transaction on the pipeline role; returns who was not on it before.
 * Nobody when the list is gone or has a rule by now. Locks the segment's row: count and size of the day follow the rows.
 */
export async function putOnList(
  tx: postgres.TransactionSql,
  place: { workspaceNo: number; segmentNo: number },
  contactNos: readonly number[],
  now: Date,
): Promise<number[]> {
  const { workspaceNo: ws, segmentNo } = place;
  const [list] = await tx`
    select 1 from segments where workspace_no = ${ws} and segment_no = ${segmentNo} and type = 'static' for update`;
  if (!list || contactNos.length === 0) return [];
  const entered = await tx<{ contact_no: string }[]>`
    insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
    select ${ws}::int, u.contact_no, ${segmentNo}::int, ${now} from unnest(${[...contactNos]}::bigint[]) as u(contact_no)
     order by u.contact_no
    on conflict do nothing
    returning contact_no`;
  await tx`
    with counted as (
      update segments s set member_count = coalesce(s.member_count, 0) + ${entered.length}::bigint, updated_at = ${now},
             refreshed_at = ${now}, refresh_state = 'done'
       where s.workspace_no = ${ws} and s.segment_no = ${segmentNo}
      returning s.member_count)
    insert into segment_sizes (workspace_no, segment_no, day, size)
    select ${ws}::int, ${segmentNo}::int, (${now}::timestamptz at time zone 'UTC')::date, member_count from counted
    on conflict (workspace_no, segment_no, day) do update set size = excluded.size`;
  return entered.map((row) => Number(row.contact_no));
}

/** Takes people off a static segment again; their membership stays in its history. Nobody when the list is gone. */
export async function takeOffList(
  tx: Tx,
  place: { workspaceNo: number; segmentNo: number },
  contactNos: readonly number[],
  now: Date,
): Promise<number> {
  const [list] = await tx
    .select({ segmentNo: segments.segmentNo })
    .from(segments)
    .where(
      and(
        eq(segments.workspaceNo, place.workspaceNo),
        eq(segments.segmentNo, place.segmentNo),
        eq(segments.type, "static"),
      ),
    )
    .for("update");
  if (!list || contactNos.length === 0) return 0;
  const people = sql`select unnest(${`{${contactNos.join(",")}}`}::bigint[]) as contact_no`;
  return (await removeMembers(tx, place, people, now)).changed;
}
