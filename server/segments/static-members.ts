import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/server/platform/db";

/** Asked for, and of those how many the list really gained or lost. */
export type MemberChange = { asked: number; changed: number; memberCount: number };

type Place = { workspaceNo: number; segmentNo: number };

/** Puts people on a list; those on it keep their time of entry. The segment's row must be locked. */
export async function addMembers(tx: Tx, place: Place, people: SQL, now: Date): Promise<MemberChange> {
  const { workspaceNo, segmentNo } = place;
  const rows = await tx.execute<{ asked: string; changed: string }>(sql`
    with people as materialized (${people}),
    entered as (
      insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
      select ${workspaceNo}::int, contact_no, ${segmentNo}::int, ${now.toISOString()}::timestamptz from people
      on conflict do nothing
      returning 1)
    select (select count(*) from people) as asked, (select count(*) from entered) as changed`);
  return settle(tx, place, rows[0], 1, now);
}

/** Takes people off a list and writes their finished membership into the history. The segment's row must be locked. */
export async function removeMembers(tx: Tx, place: Place, people: SQL, now: Date): Promise<MemberChange> {
  const { workspaceNo, segmentNo } = place;
  const rows = await tx.execute<{ asked: string; changed: string }>(sql`
    with people as materialized (${people}),
    gone as (
      delete from segment_members m using people
       where m.workspace_no = ${workspaceNo}::int and m.segment_no = ${segmentNo}::int and m.contact_no = people.contact_no
      returning m.contact_no, m.entered_at),
    past as (
      insert into segment_history (workspace_no, contact_no, segment_no, entered_at, exited_at)
      select ${workspaceNo}::int, contact_no, ${segmentNo}::int, entered_at, ${now.toISOString()}::timestamptz from gone)
    select (select count(*) from people) as asked, (select count(*) from gone) as changed`);
  return settle(tx, place, rows[0], -1, now);
}

/** The count follows the rows, and with it the size of the day. */
async function settle(
  tx: Tx,
  { workspaceNo, segmentNo }: Place,
  counted: { asked: string; changed: string } | undefined,
  sign: 1 | -1,
  now: Date,
): Promise<MemberChange> {
  const changed = Number(counted?.changed);
  const at = now.toISOString();
  const [row] = await tx.execute<{ member_count: string }>(sql`
    with counted as (
      update segments s set member_count = coalesce(s.member_count, 0) + ${sign * changed}::bigint, updated_at = ${at}::timestamptz,
             refreshed_at = ${at}::timestamptz, refresh_state = 'done'
       where s.workspace_no = ${workspaceNo}::int and s.segment_no = ${segmentNo}::int
      returning s.member_count),
    sized as (
      insert into segment_sizes (workspace_no, segment_no, day, size)
      select ${workspaceNo}::int, ${segmentNo}::int, (${at}::timestamptz at time zone 'UTC')::date, member_count from counted
      on conflict (workspace_no, segment_no, day) do update set size = excluded.size)
    select member_count from counted`);
  return { asked: Number(counted?.asked), changed, memberCount: Number(row?.member_count) };
}
