import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { segments } from "@/drizzle/schema/segments";
import { inPipeline, type Tx } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import { conditionWorkspace, readSegment, type SegmentRow, scheduleOf } from "../load";
import { matchingSql } from "../pipeline";
import { nextRun } from "../schedule";

export type RefreshOutcome =
  | { outcome: "refreshed"; members: number; entered: number; exited: number }
  /** The rule names something that is gone, archived or of another type: the members stay as they were. */
  | { outcome: "broken"; problem: string }
  /** A list kept by hand has nothing to evaluate. */
  | { outcome: "static" }
  /** The segment was edited, deactivated or deleted meanwhile: nothing was written. */
  | { outcome: "stale" | "inactive" | "gone" };

class StaleRefresh extends Error {}

/**
 * Finds who matches now and writes the difference: new members with `now` as entry, one history row per person who
 * left, the counters and the size of the day, all in one statement. Two refreshes of one segment take turns; one whose segment changed
 * since it was read writes nothing.
 */
export async function refreshSegment(
  workspaceNo: number,
  segmentNo: number,
  now = new Date(),
): Promise<RefreshOutcome> {
  try {
    return await inPipeline(async (tx) => {
      await takeTurn(tx, workspaceNo, segmentNo);
      const segment = await findSegment(tx, workspaceNo, segmentNo);
      if (!segment) return { outcome: "gone" as const };
      if (segment.type === "static") return { outcome: "static" as const };
      if (segment.status !== "active") return { outcome: "inactive" as const };
      const [problem] = (await readSegment(tx, segment)).problems;
      if (problem) return refuse(tx, segment, problem.detail, now);
      const counted = await writeDifference(tx, segment, now);
      await emitEvents(tx, { workspaceNo, now, traceId: currentTraceId() }, [
        {
          name: "segment.refreshed",
          data: { workspaceNo, segmentNo, entered: counted.entered, exited: counted.exited },
        },
      ]);
      return { outcome: "refreshed" as const, ...counted };
    });
  } catch (error) {
    if (error instanceof StaleRefresh) return { outcome: "stale" };
    throw error;
  }
}

async function takeTurn(tx: Tx, workspaceNo: number, segmentNo: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`segment:${workspaceNo}:${segmentNo}`}, 0))`);
}

async function refuse(tx: Tx, segment: SegmentRow, problem: string, now: Date): Promise<RefreshOutcome> {
  await tx
    .update(segments)
    .set({ refreshState: "failed", refreshProblem: problem, nextRefreshAt: nextRun(scheduleOf(segment), now) })
    .where(
      and(
        eq(segments.workspaceNo, segment.workspaceNo),
        eq(segments.segmentNo, segment.segmentNo),
        eq(segments.version, segment.version),
      ),
    );
  return { outcome: "broken", problem };
}

async function findSegment(tx: Tx, workspaceNo: number, segmentNo: number): Promise<SegmentRow | undefined> {
  const [row] = await tx
    .select()
    .from(segments)
    .where(sql`${segments.workspaceNo} = ${workspaceNo} and ${segments.segmentNo} = ${segmentNo}`);
  return row;
}

/**
 * Indexes: contacts_pkey, segment_members_by_segment, segment_members_pkey. The difference is materialised and nested
 * loops are off because, with statistics older than a bulk load, the planner otherwise runs the set operation once per
 * member: 0.3 s becomes minutes (refresh.test.ts refreshes without ANALYZE).
 */
async function writeDifference(tx: Tx, segment: SegmentRow, now: Date) {
  const { workspaceNo, segmentNo, version } = segment;
  const matching = matchingSql(segment.condition, { ...(await conditionWorkspace(tx, workspaceNo)), now });
  const at = now.toISOString();
  await tx.execute(sql`set local enable_nestloop = off`);
  await tx.execute(sql`set local jit = off`);
  await tx.execute(sql`set local work_mem = '64MB'`);
  await tx.execute(sql`set local statement_timeout = '120s'`);
  const rows = await tx.execute<{ members: string; entered: string; exited: string }>(sql`
    with t as materialized (${matching}),
    d as materialized (
      select coalesce(t.contact_no, m.contact_no) as contact_no, t.contact_no is not null as entering
        from t full join (
          select contact_no from segment_members where workspace_no = ${workspaceNo}::int and segment_no = ${segmentNo}::int
        ) m on m.contact_no = t.contact_no
       where t.contact_no is null or m.contact_no is null),
    x as (
      delete from segment_members m using d
       where not d.entering and m.workspace_no = ${workspaceNo}::int and m.segment_no = ${segmentNo}::int
         and m.contact_no = d.contact_no
      returning m.contact_no, m.entered_at),
    n as (
      insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
      select ${workspaceNo}::int, contact_no, ${segmentNo}::int, ${at}::timestamptz from d where entering
      returning 1),
    h as (
      insert into segment_history (workspace_no, contact_no, segment_no, entered_at, exited_at)
      select ${workspaceNo}::int, contact_no, ${segmentNo}::int, entered_at, ${at}::timestamptz from x
      returning 1),
    counted as (
      select (select count(*) from t) as members, (select count(*) from n) as entered, (select count(*) from h) as exited),
    sized as (
      insert into segment_sizes (workspace_no, segment_no, day, size)
      select ${workspaceNo}::int, ${segmentNo}::int, (${at}::timestamptz at time zone 'UTC')::date, members from counted
      on conflict (workspace_no, segment_no, day) do update set size = excluded.size)
    update segments s
       set member_count = counted.members, refresh_state = 'done', refreshed_at = ${at}::timestamptz, refresh_problem = null,
           next_refresh_at = ${nextRun(scheduleOf(segment), now)?.toISOString() ?? null}::timestamptz,
           refresh_ms = round(1000 * extract(epoch from clock_timestamp() - statement_timestamp()))
      from counted
     where s.workspace_no = ${workspaceNo}::int and s.segment_no = ${segmentNo}::int
       and s.version = ${version}::int and s.status = 'active'
    returning counted.members, counted.entered, counted.exited`);
  const [row] = rows;
  if (!row) throw new StaleRefresh();
  return { members: Number(row.members), entered: Number(row.entered), exited: Number(row.exited) };
}
