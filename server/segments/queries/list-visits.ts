import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/server/platform/db";

/** `current`: memberships of now by their entry. The others: finished ones, by entry and by exit. */
export type VisitStream = "current" | "entered" | "exited";
export type SegmentVisit = {
  no: number;
  at: Date;
  segmentId: string;
  name: string;
  enteredAt: Date;
  exitedAt: Date | null;
};

const STREAMS: Record<VisitStream, { table: SQL; no: SQL; at: SQL; exited: SQL }> = {
  current: {
    table: sql`segment_members`,
    no: sql`v.segment_no`,
    at: sql`v.entered_at`,
    exited: sql`null::timestamptz`,
  },
  entered: { table: sql`segment_history`, no: sql`v.history_no`, at: sql`v.entered_at`, exited: sql`v.exited_at` },
  exited: { table: sql`segment_history`, no: sql`v.history_no`, at: sql`v.exited_at`, exited: sql`v.exited_at` },
};

/**
 * When one contact came into segments and left them, newest first. Indexes: segment_members primary key,
 * segment_history_contact_entered, segment_history_contact_exited.
 */
export async function visitsOf(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  stream: VisitStream,
  { after, until, limit }: { after: readonly [string, number] | null; until: Date | null; limit: number },
): Promise<SegmentVisit[]> {
  const { table, no, at, exited } = STREAMS[stream];
  type Row = { no: string; at: string; id: string; name: string; entered_at: string; exited_at: string | null };
  const rows = await tx.execute<Row>(sql`
    select v.*, s.id, s.name
      from (select ${no} as no, ${at} as at, v.segment_no, v.entered_at, ${exited} as exited_at
              from ${table} v
             where v.workspace_no = ${workspaceNo}::int and v.contact_no = ${contactNo}::bigint
               ${after ? sql`and (${at}, ${no}) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql``}
               ${until ? sql`and ${at} < ${until.toISOString()}::timestamptz` : sql``}
             order by ${at} desc, ${no} desc limit ${limit}::int) v
      join segments s on s.workspace_no = ${workspaceNo}::int and s.segment_no = v.segment_no
     order by v.at desc, v.no desc`);
  return rows.map((row) => ({
    no: Number(row.no),
    at: new Date(row.at),
    segmentId: row.id,
    name: row.name,
    enteredAt: new Date(row.entered_at),
    exitedAt: row.exited_at === null ? null : new Date(row.exited_at),
  }));
}

export async function countVisits(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  stream: VisitStream,
): Promise<number> {
  const rows = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from ${STREAMS[stream].table}
     where workspace_no = ${workspaceNo}::int and contact_no = ${contactNo}::bigint`);
  return rows[0]?.n ?? 0;
}
