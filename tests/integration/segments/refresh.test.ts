import { describe, expect, it } from "vitest";
import type { Condition } from "@/contracts/documents/condition";
import { parsePublicId } from "@/contracts/ids";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import {
  createSegment,
  deleteSegment,
  forgetContacts,
  getSegment,
  listSegmentDays,
  refreshSegment,
  requestDueRefreshes,
  setSegmentStatus,
} from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";

const emailStarts = (value: string): Condition => ({
  kind: "attribute",
  field: "first_name",
  operator: "starts_with",
  value,
});
const people = (...names: string[]) => names.map((name) => ({ standard: { first_name: name } }));

async function makeSegment(ctx: Ctx, condition: Condition): Promise<{ id: string; no: number }> {
  const { id } = await createSegment(ctx, { name: "People", condition });
  const [row] = await pipelineSql()`
    select segment_no from segments where workspace_no = ${ctx.workspaceNo} and id = ${parsePublicId("segment", id)}`;
  return { id, no: Number(row?.segment_no) };
}

async function memberNos(ctx: Ctx, segmentNo: number): Promise<number[]> {
  const rows = await pipelineSql()`
    select contact_no from segment_members where workspace_no = ${ctx.workspaceNo} and segment_no = ${segmentNo} order by 1`;
  return rows.map((row) => Number(row.contact_no));
}

const rename = (ctx: Ctx, contactNo: number, name: string) =>
  pipelineSql()`update contacts set first_name = ${name} where workspace_no = ${ctx.workspaceNo} and contact_no = ${contactNo}`;

describe("refreshing a segment", () => {
  useTestDatabase();

  it("writes who entered and who left with their times, and counters that equal the rows", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada", "Alan", "Grace"));
    const { id, no } = await makeSegment(ctx, emailStarts("a"));
    const [first, second, third] = ["2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-21T11:00:00Z"].map(
      (at) => new Date(at),
    );
    expect(await refreshSegment(ctx.workspaceNo, no, first)).toEqual({
      outcome: "refreshed",
      members: 2,
      entered: 2,
      exited: 0,
    });
    await rename(ctx, 1, "Zoe");
    await rename(ctx, 3, "Anna");
    expect(await refreshSegment(ctx.workspaceNo, no, second)).toEqual({
      outcome: "refreshed",
      members: 2,
      entered: 1,
      exited: 1,
    });
    expect(await refreshSegment(ctx.workspaceNo, no, third)).toEqual({
      outcome: "refreshed",
      members: 2,
      entered: 0,
      exited: 0,
    });
    const sql = pipelineSql();
    const members =
      await sql`select contact_no::int, entered_at from segment_members where workspace_no = ${ctx.workspaceNo} order by 1`;
    expect([...members]).toEqual([
      { contact_no: 2, entered_at: first },
      { contact_no: 3, entered_at: second },
    ]);
    const history =
      await sql`select contact_no::int, entered_at, exited_at from segment_history where workspace_no = ${ctx.workspaceNo}`;
    expect([...history]).toEqual([{ contact_no: 1, entered_at: first, exited_at: second }]);
    expect(await getSegment(ctx, { segmentId: id })).toMatchObject({
      memberCount: 2,
      refreshState: "done",
      refreshedAt: third?.toISOString(),
      refreshMs: expect.any(Number),
    });
    expect(await listSegmentDays({ ...ctx, now: new Date("2026-11-22T00:00:00Z") }, { segmentId: id })).toEqual([
      { day: "2026-11-21", entered: 1, exited: 1 },
      { day: "2026-11-20", entered: 2, exited: 0 },
    ]);
    const events =
      await sql`select data from wf.inbox where name = 'segment.refreshed' and workspace_no = ${ctx.workspaceNo} order by seq`;
    expect(events.map(({ data }) => [data.segmentNo, data.entered, data.exited])).toEqual([
      [no, 2, 0],
      [no, 1, 1],
      [no, 0, 0],
    ]);
  });

  it("stays inside its workspace when another one has the same numbers", async () => {
    const [ours, theirs] = [await createWorkspace(), await createWorkspace()];
    const yes: Condition = {
      kind: "group",
      op: "any",
      children: [emailStarts("a"), { kind: "consent", channel: "email", state: "granted" }],
    };
    for (const ctx of [ours, theirs]) {
      const consent = ctx === theirs ? { email: "granted" as const } : {};
      await storePeople(
        ctx.workspaceNo,
        people("Ada", "Grace").map((person) => ({ ...person, consent })),
      );
    }
    const [mine, other] = [await makeSegment(ours, yes), await makeSegment(theirs, yes)];
    expect(mine.no).toBe(other.no);
    await refreshSegment(theirs.workspaceNo, other.no);
    expect([await memberNos(ours, mine.no), await memberNos(theirs, other.no)]).toEqual([[], [1, 2]]);
    await refreshSegment(ours.workspaceNo, mine.no);
    expect([await memberNos(ours, mine.no), await memberNos(theirs, other.no)]).toEqual([[1], [1, 2]]);
    await rename(ours, 1, "Zoe");
    await refreshSegment(ours.workspaceNo, mine.no);
    await forgetContacts(ours.workspaceNo, [2]);
    expect([await memberNos(ours, mine.no), await memberNos(theirs, other.no)]).toEqual([[], [1, 2]]);
    expect((await getSegment(theirs, { segmentId: other.id })).memberCount).toBe(2);
  });

  // A plan that reads everybody for each one takes hours here: the time limit is the assertion.
  it("plans well straight after a bulk load, without ANALYZE", { timeout: 300_000 }, async () => {
    const ctx = await createWorkspace();
    const sql = pipelineSql();
    const { no } = await makeSegment(ctx, { kind: "group", op: "none", children: [emailStarts("zz")] });
    for (let from = 0; from < 100_000; from += 50_000) {
      await sql`insert into contacts (workspace_no, contact_no, id, first_name)
        select ${ctx.workspaceNo}, n, gen_random_uuid(), 'P' || n from generate_series(${from + 1}::int, ${from + 50_000}::int) n`;
      expect(await refreshSegment(ctx.workspaceNo, no)).toMatchObject({
        members: from + 50_000,
        entered: 50_000,
        exited: 0,
      });
    }
    expect(await refreshSegment(ctx.workspaceNo, no)).toMatchObject({ members: 100_000, entered: 0, exited: 0 });
  });

  it("writes nothing when the rule was changed while it was evaluated", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada", "Grace"));
    const { id, no } = await makeSegment(ctx, emailStarts("a"));
    const outcome = await whileEditing(ctx, no, "version = version + 1", () => refreshSegment(ctx.workspaceNo, no));
    expect(outcome).toEqual({ outcome: "stale" });
    expect(await memberNos(ctx, no)).toEqual([]);
    expect(await getSegment(ctx, { segmentId: id })).toMatchObject({ memberCount: null, refreshState: "queued" });
  });

  it("is not disturbed by somebody asking for another refresh meanwhile", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada", "Grace"));
    const { no } = await makeSegment(ctx, emailStarts("a"));
    const outcome = await whileEditing(ctx, no, "refresh_state = 'queued'", () => refreshSegment(ctx.workspaceNo, no));
    expect(outcome).toEqual({ outcome: "refreshed", members: 1, entered: 1, exited: 0 });
    expect(await memberNos(ctx, no)).toEqual([1]);
  });

  it("takes turns when the same segment is refreshed twice at once: everybody enters once", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada", "Alan", "Grace"));
    const { no } = await makeSegment(ctx, emailStarts("a"));
    const both = () => Promise.all([refreshSegment(ctx.workspaceNo, no), refreshSegment(ctx.workspaceNo, no)]);
    const outcomes = await whileEditing(ctx, no, "refresh_state = 'queued'", both, 2);
    const entered = outcomes.map((outcome) => (outcome.outcome === "refreshed" ? outcome.entered : -1));
    expect(entered.sort()).toEqual([0, 2]);
  });

  it("leaves an inactive segment as it is and a deleted one alone", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada"));
    const { id, no } = await makeSegment(ctx, emailStarts("a"));
    await refreshSegment(ctx.workspaceNo, no);
    await setSegmentStatus(ctx, { segmentId: id, status: "inactive" });
    await rename(ctx, 1, "Zoe");
    expect(await refreshSegment(ctx.workspaceNo, no)).toEqual({ outcome: "inactive" });
    expect(await memberNos(ctx, no)).toEqual([1]);
    await deleteSegment(ctx, { segmentId: id });
    expect(await refreshSegment(ctx.workspaceNo, no)).toEqual({ outcome: "gone" });
    expect(await memberNos(ctx, no)).toEqual([]);
  });

  it("forgets a deleted contact in members, history and count at once", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada", "Alan"));
    const { id, no } = await makeSegment(ctx, emailStarts("a"));
    await refreshSegment(ctx.workspaceNo, no);
    await pipelineSql()`delete from contacts where workspace_no = ${ctx.workspaceNo} and contact_no = 1`;
    await forgetContacts(ctx.workspaceNo, [1]);
    await forgetContacts(ctx.workspaceNo, [1]);
    expect(await memberNos(ctx, no)).toEqual([2]);
    expect((await getSegment(ctx, { segmentId: id })).memberCount).toBe(1);
    const history = await pipelineSql()`select 1 from segment_history where workspace_no = ${ctx.workspaceNo}`;
    expect(history).toHaveLength(0);
  });

  it("asks every five minutes for what has grown old, once, and only where there are people", async () => {
    const [ctx, empty] = [await createWorkspace(), await createWorkspace()];
    await storePeople(ctx.workspaceNo, people("Ada"));
    const [active, resting] = [await makeSegment(ctx, emailStarts("a")), await makeSegment(ctx, emailStarts("b"))];
    const nobody = await makeSegment(empty, emailStarts("a"));
    const at = new Date("2031-01-01T00:00:00Z");
    for (const [workspace, segment] of [
      [ctx, active],
      [ctx, resting],
      [empty, nobody],
    ] as const)
      await refreshSegment(workspace.workspaceNo, segment.no, at);
    await setSegmentStatus(ctx, { segmentId: resting.id, status: "inactive" });
    await requestDueRefreshes(new Date("2031-01-01T00:04:59Z"));
    const requests = async () => {
      const rows = await pipelineSql()`
        select workspace_no, (data->>'segmentNo')::int as no from wf.inbox
         where name = 'segment.refresh-requested' and workspace_no in ${pipelineSql()([ctx.workspaceNo, empty.workspaceNo])}`;
      return rows.length;
    };
    const before = await requests();
    await requestDueRefreshes(new Date("2031-01-01T00:05:01Z"));
    await requestDueRefreshes(new Date("2031-01-01T00:05:02Z"));
    expect((await requests()) - before).toBe(1);
    await requestDueRefreshes(new Date("2031-01-01T00:20:02Z"));
    expect((await requests()) - before).toBe(2);
  });
});

/** Runs `work` while another transaction holds the segment's row with a change; that commits once `waiters` wait. */
async function whileEditing<T>(
  ctx: Ctx,
  segmentNo: number,
  change: string,
  work: () => Promise<T>,
  waiters = 1,
): Promise<T> {
  const sql = pipelineSql();
  let running: Promise<T> | undefined;
  await sql.begin(async (tx) => {
    await tx.unsafe(
      `update segments set ${change} where workspace_no = ${ctx.workspaceNo} and segment_no = ${segmentNo}`,
    );
    running = work();
    for (;;) {
      const [row] = await sql`
        select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`;
      if (row?.waiting >= waiters) break;
    }
  });
  if (!running) throw new Error("nothing was started");
  return running;
}
