import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { DomainEvent } from "@/contracts/events";
import type { MembershipSnapshot } from "@/contracts/merges";
import { segmentMembers, segments } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";

/**
 * Takes a contact that goes into another out of its segments; the history stays. Whether the other one belongs there is
 * for the rules to say: `refreshesFor` asks for them anew.
 */
export async function leaveSegments(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
): Promise<MembershipSnapshot["loser"]> {
  const rows = await tx
    .delete(segmentMembers)
    .where(and(eq(segmentMembers.workspaceNo, workspaceNo), eq(segmentMembers.contactNo, contactNo)))
    .returning({ segmentNo: segmentMembers.segmentNo, enteredAt: segmentMembers.enteredAt });
  await addToCounts(
    tx,
    workspaceNo,
    rows.map((row) => row.segmentNo),
    -1,
  );
  return rows.map((row) => ({ segmentNo: row.segmentNo, enteredAt: row.enteredAt.toISOString() }));
}

/**
 * Puts the merged contact on the lists kept by hand that the other one was on, since the same day, and says which were
 * new to it. Rules decide about every other segment.
 */
export async function takeOverLists(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  memberships: MembershipSnapshot["loser"],
): Promise<NonNullable<MembershipSnapshot["given"]>> {
  const joined = await tx.execute<{ segment_no: number; entered_at: string }>(sql`
    insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
    select ${workspaceNo}::int, ${contactNo}::bigint, s.segment_no, m."enteredAt"
      from jsonb_to_recordset(${JSON.stringify(memberships)}::jsonb) as m("segmentNo" int, "enteredAt" timestamptz)
      join segments s on s.workspace_no = ${workspaceNo}::int and s.segment_no = m."segmentNo" and s.type = 'static'
    on conflict do nothing
    returning segment_no, to_char(entered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as entered_at`);
  const given = [...joined].map((row) => ({ segmentNo: row.segment_no, enteredAt: row.entered_at }));
  await addToCounts(
    tx,
    workspaceNo,
    given.map((row) => row.segmentNo),
    1,
  );
  return given;
}

/** Takes the merged contact off those lists again, but not where it was put on anew since. */
export async function giveListsBack(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  given: MembershipSnapshot["given"] = [],
): Promise<void> {
  const gone = await tx.execute<{ segment_no: number }>(sql`
    delete from segment_members sm
     using jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g("segmentNo" int, "enteredAt" timestamptz)
     where sm.workspace_no = ${workspaceNo}::int and sm.contact_no = ${contactNo}::bigint
       and sm.segment_no = g."segmentNo" and sm.entered_at = g."enteredAt"
    returning sm.segment_no`);
  await addToCounts(
    tx,
    workspaceNo,
    [...gone].map((row) => row.segment_no),
    -1,
  );
}

/** Puts a contact back into the segments it was in, where they still exist. */
export async function rejoinSegments(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  memberships: MembershipSnapshot["loser"],
): Promise<void> {
  const joined = await tx.execute<{ segment_no: number }>(sql`
    insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
    select ${workspaceNo}::int, ${contactNo}::bigint, s.segment_no, m."enteredAt"
      from jsonb_to_recordset(${JSON.stringify(memberships)}::jsonb) as m("segmentNo" int, "enteredAt" timestamptz)
      join segments s on s.workspace_no = ${workspaceNo}::int and s.segment_no = m."segmentNo"
    on conflict do nothing
    returning segment_no`);
  await addToCounts(
    tx,
    workspaceNo,
    joined.map((row) => row.segment_no),
    1,
  );
}

async function addToCounts(tx: Tx, workspaceNo: number, segmentNos: readonly number[], by: 1 | -1): Promise<void> {
  if (segmentNos.length === 0) return;
  // In the order of their numbers, so that two merges cannot wait for each other.
  await tx.execute(sql`
    update segments s set member_count = s.member_count + ${by}::int
      from (select segment_no from segments where workspace_no = ${workspaceNo}::int
               and segment_no = any(${`{${segmentNos.join(",")}}`}::int[]) order by segment_no for update) mine
     where s.workspace_no = ${workspaceNo}::int and s.segment_no = mine.segment_no`);
}

/** Refresh requests for the active segments a contact or these memberships touch. */
export async function refreshesFor(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  memberships: MembershipSnapshot["loser"],
): Promise<DomainEvent[]> {
  const rows = await tx
    .select({ segmentNo: segmentMembers.segmentNo })
    .from(segmentMembers)
    .innerJoin(
      segments,
      and(
        eq(segments.workspaceNo, segmentMembers.workspaceNo),
        eq(segments.segmentNo, segmentMembers.segmentNo),
        eq(segments.status, "active"),
      ),
    )
    .where(and(eq(segmentMembers.workspaceNo, workspaceNo), eq(segmentMembers.contactNo, contactNo)));
  const numbers = new Set([...rows, ...memberships].map((row) => row.segmentNo));
  return [...numbers].map((segmentNo) => ({
    name: "segment.refresh-requested" as const,
    data: { workspaceNo, segmentNo },
  }));
}
