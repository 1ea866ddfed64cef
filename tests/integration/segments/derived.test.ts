import { describe, expect, it } from "vitest";
import type { Condition } from "@/contracts/documents/condition";
import { parsePublicId, publicId } from "@/contracts/ids";
import type { Segment } from "@/contracts/segments";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import {
  addSegmentMembers,
  createSegment,
  createStaticSegment,
  deleteSegment,
  describeSegment,
  getSegment,
  isAffected,
  listMembers,
  listSegments,
  planRefresh,
  refreshSegment,
  removeSegmentMembers,
  requestRefresh,
  setSegmentStatus,
  updateSegment,
} from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";

const inSegment = (segment: { id: string }, operator: "in" | "not_in" = "in"): Condition => ({
  kind: "segment",
  operator,
  segment: segment.id,
});
const named = (value: string): Condition => ({
  kind: "attribute",
  field: "first_name",
  operator: "starts_with",
  value,
});
const all = (...children: Condition[]): Condition => ({ kind: "group", op: "all", children });

async function noOf(ctx: Ctx, segment: { id: string }): Promise<number> {
  const [row] = await pipelineSql()`
    select segment_no from segments where workspace_no = ${ctx.workspaceNo} and id = ${parsePublicId("segment", segment.id)}`;
  return Number(row?.segment_no);
}
const refresh = async (ctx: Ctx, segment: { id: string }) => refreshSegment(ctx.workspaceNo, await noOf(ctx, segment));
const names = async (ctx: Ctx, segment: { id: string }) =>
  (await listMembers(ctx, { segmentId: segment.id, limit: 100 })).data.map((member) => member.name).sort();
const contactIds = async (ctx: Ctx, ...contactNos: number[]) => {
  const rows = await pipelineSql()`
    select id from contacts where workspace_no = ${ctx.workspaceNo} and contact_no = any(${contactNos}) order by contact_no`;
  return rows.map((row) => publicId("contact", row.id));
};

async function bakery(...people: string[]): Promise<Ctx> {
  const ctx = await createWorkspace();
  await storePeople(
    ctx.workspaceNo,
    people.map((name) => ({
      standard: { first_name: name, email: `${name.toLowerCase()}@example.com`, external_id: `x-${name}` },
    })),
  );
  await pipelineSql()`update contacts set email_key = email where workspace_no = ${ctx.workspaceNo}`;
  return ctx;
}

describe("segments of segments", () => {
  useTestDatabase();

  it("follow the stored members of what they name, each refreshed after it", async () => {
    const ctx = await bakery("Ada", "Alan", "Anna", "Grace");
    const start = await createSegment(ctx, { name: "A", condition: named("a") });
    const left = await createSegment(ctx, { name: "Left", condition: all(inSegment(start), named("al")) });
    const right = await createSegment(ctx, { name: "Right", condition: inSegment(start, "not_in") });
    const both = await createSegment(ctx, {
      name: "Both",
      condition: { kind: "group", op: "any", children: [inSegment(right), inSegment(left)] },
    });
    const nos = await Promise.all([start, left, right, both].map((segment) => noOf(ctx, segment)));
    const plan = await planRefresh(ctx.workspaceNo, nos[0] ?? 0);
    expect(plan.map((entry) => entry.segmentNo).sort()).toEqual(nos);
    for (const [at, entry] of plan.entries())
      for (const before of entry.after) expect(plan.slice(0, at).map((other) => other.segmentNo)).toContain(before);
    for (const { segmentNo } of plan) await refreshSegment(ctx.workspaceNo, segmentNo);
    expect([await names(ctx, left), await names(ctx, right), await names(ctx, both)]).toEqual([
      ["Alan"],
      ["Grace"],
      ["Alan", "Grace"],
    ]);
    expect(plan.slice(1).map((entry) => isAffected(entry, []))).toEqual([false, false, false]);
    await setSegmentStatus(ctx, { segmentId: right.id, status: "inactive" });
    expect((await planRefresh(ctx.workspaceNo, nos[0] ?? 0)).map((entry) => entry.segmentNo)).not.toContain(nos[2]);
  });

  it("refuse a circle of any length and name the way round", async () => {
    const ctx = await bakery("Ada");
    const first = await createSegment(ctx, { name: "First", condition: named("a") });
    const second = await createSegment(ctx, { name: "Second", condition: inSegment(first) });
    const third = await createSegment(ctx, { name: "Third", condition: all(named("b"), inSegment(second, "not_in")) });
    const edit = (condition: Condition) => updateSegment(ctx, { segmentId: first.id, name: "First", condition });
    await expect(edit(inSegment(third))).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { path: ["First", "Third", "Second", "First"] },
    });
    await expect(edit(all(inSegment(first)))).rejects.toMatchObject({ details: { path: ["First", "First"] } });
    expect((await getSegment(ctx, { segmentId: first.id })).version).toBe(1);
    // Two edits that close a circle only together: one of them is refused.
    const [a, b] = [
      await createSegment(ctx, { name: "a", condition: named("a") }),
      await createSegment(ctx, { name: "b", condition: named("b") }),
    ];
    const outcomes = await Promise.allSettled([
      updateSegment(ctx, { segmentId: a.id, name: "a", condition: inSegment(b) }),
      updateSegment(ctx, { segmentId: b.id, name: "b", condition: inSegment(a) }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("keep what they name from being deleted or archived, and say so", async () => {
    const ctx = await bakery("Ada");
    const base = await createSegment(ctx, { name: "Base", condition: named("a") });
    const user = await createSegment(ctx, { name: "Derived", condition: all(inSegment(base)) });
    const inUse = { code: "SEGMENT_IN_USE", details: { usedBy: [{ type: "segment", id: user.id, name: "Derived" }] } };
    await expect(deleteSegment(ctx, { segmentId: base.id })).rejects.toMatchObject(inUse);
    await expect(setSegmentStatus(ctx, { segmentId: base.id, status: "archived" })).rejects.toMatchObject(inUse);
    expect((await getSegment(ctx, { segmentId: base.id })).usedBy).toMatchObject([{ name: "Derived", blocks: true }]);
    await updateSegment(ctx, { segmentId: user.id, name: "Derived", condition: named("b") });
    await setSegmentStatus(ctx, { segmentId: base.id, status: "archived" });
    expect((await listSegments(ctx, {})).data.map((segment) => segment.name)).toEqual(["Derived"]);
    await deleteSegment(ctx, { segmentId: base.id });
  });

  it("of another workspace cannot be named", async () => {
    const [ours, theirs] = [await bakery("Ada"), await bakery("Ada")];
    const secret = await createSegment(theirs, { name: "Secret", condition: named("a") });
    await expect(createSegment(ours, { name: "x", condition: inSegment(secret) })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      faults: [{ pointer: "#/condition/segment", code: "unknown_segment" }],
    });
  });
});

describe("lists kept by hand", () => {
  useTestDatabase();

  it("take in chosen people, a rule, a snapshot or a pasted list, each person once, and remember who left", async () => {
    const ctx = await bakery("Ada", "Alan", "Grace", "Linus");
    const [ada = "", alan = ""] = await contactIds(ctx, 1, 2);
    const list = await createStaticSegment(ctx, { name: "Guests", from: { kind: "contacts", ids: [ada, ada] } });
    expect(list).toMatchObject({ type: "static", memberCount: 1, added: { changed: 1, missing: 0 } });
    const add = (from: Parameters<typeof addSegmentMembers>[1]["from"]) =>
      addSegmentMembers(ctx, { segmentId: list.id, from });
    expect(
      await add({
        kind: "text",
        text: `"Grace" <GRACE@example.com>, x-Linus\n${alan};nobody@example.com  x-none ada@example.com`,
      }),
    ).toEqual({ changed: 3, unchanged: 1, missing: 2, unknown: ["nobody@example.com", "x-none"], memberCount: 4 });
    expect(await add({ kind: "condition", condition: named("a") })).toMatchObject({ changed: 0, unchanged: 2 });
    const gone = await removeSegmentMembers(ctx, {
      segmentId: list.id,
      from: { kind: "condition", condition: named("a") },
    });
    expect(gone).toMatchObject({ changed: 2, memberCount: 2 });
    expect(await names(ctx, list)).toEqual(["Grace", "Linus"]);
    const history = await pipelineSql()`
      select contact_no::int as no from segment_history where workspace_no = ${ctx.workspaceNo} order by 1`;
    expect(history.map((row) => row.no)).toEqual([1, 2]);
    const rule = await createSegment(ctx, { name: "L", condition: named("l") });
    await refresh(ctx, rule);
    const snapshot = await createStaticSegment(ctx, { name: "Then", from: { kind: "segment", segmentId: rule.id } });
    await pipelineSql()`update contacts set first_name = 'Zoe' where workspace_no = ${ctx.workspaceNo} and contact_no = 4`;
    await refresh(ctx, rule);
    expect([await names(ctx, rule), await names(ctx, snapshot)]).toEqual([[], ["Zoe"]]);
  });

  it("take in exactly whom the search box finds with the rule, by address only for those who may see it", async () => {
    const ctx = await bakery("Ada", "Alan", "Grace");
    await pipelineSql()`
      update contacts set email = 'al@ada.example', email_key = 'al@ada.example'
       where workspace_no = ${ctx.workspaceNo} and first_name = 'Alan'`;
    const found = (q: string) => ({ kind: "condition" as const, condition: all(), q });
    const list = async (q: string, at: Ctx = ctx) =>
      names(ctx, await createStaticSegment(at, { name: q, from: found(q) }));
    expect(await list("ada")).toEqual(["Ada", "Alan"]);
    const blind: Ctx = { ...ctx, actor: { type: "api_key", keyId: "k", permissions: ["segment:write"] } };
    expect(await list("ada", blind)).toEqual(["Ada"]);
    expect(await list("100%")).toEqual([]);
  });

  it("stand wherever a segment does and are never refreshed away", async () => {
    const ctx = await bakery("Ada", "Alan", "Grace");
    const [ada = "", , grace = ""] = await contactIds(ctx, 1, 2, 3);
    const list = await createStaticSegment(ctx, { name: "Guests", from: { kind: "contacts", ids: [ada, grace] } });
    const user = await createSegment(ctx, { name: "A guests", condition: all(inSegment(list), named("a")) });
    expect(await refresh(ctx, list)).toEqual({ outcome: "static" });
    expect(await refresh(ctx, user)).toMatchObject({ outcome: "refreshed", members: 1 });
    await expect(requestRefresh(ctx, { segmentId: list.id })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await expect(updateSegment(ctx, { segmentId: list.id, name: "x", condition: named("a") })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await expect(
      addSegmentMembers(ctx, { segmentId: user.id, from: { kind: "contacts", ids: [grace] } }),
    ).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    expect(await describeSegment(ctx, { segmentId: list.id, name: "Our guests" })).toMatchObject({
      name: "Our guests",
    });
    await removeSegmentMembers(ctx, { segmentId: list.id, from: { kind: "contacts", ids: [ada] } });
    const plan = await planRefresh(ctx.workspaceNo, await noOf(ctx, list));
    for (const { segmentNo } of plan) await refreshSegment(ctx.workspaceNo, segmentNo);
    expect(await names(ctx, user)).toEqual([]);
  });

  it("stay inside their workspace when another one has the same numbers", async () => {
    const [ours, theirs] = [await bakery("Ada", "Alan"), await bakery("Ada", "Alan")];
    const [mine, other]: Segment[] = [
      await createStaticSegment(ours, { name: "A", from: { kind: "condition", condition: named("a") } }),
      await createStaticSegment(theirs, { name: "A", from: { kind: "condition", condition: named("a") } }),
    ];
    if (!mine || !other) throw new Error("no lists");
    const text = "ada@example.com x-Alan";
    expect(await removeSegmentMembers(ours, { segmentId: mine.id, from: { kind: "text", text } })).toMatchObject({
      changed: 2,
      memberCount: 0,
    });
    expect(await names(theirs, other)).toEqual(["Ada", "Alan"]);
    const foreign = await contactIds(theirs, 1);
    expect(
      await addSegmentMembers(ours, { segmentId: mine.id, from: { kind: "contacts", ids: foreign } }),
    ).toMatchObject({
      changed: 0,
      missing: 1,
    });
  });
});

describe("a broken rule", () => {
  useTestDatabase();

  it.each([
    ["archived", "archived_at = now()", /“Shoe size” is archived/],
    ["of another type", "type = 'text'", /does not apply/],
    ["deleted", null, /no field “shoe_size”/],
  ])("whose field is %s is refused a refresh, says why and keeps its members", async (_, change, why) => {
    const ctx = await bakery("Ada", "Alan");
    const sql = pipelineSql();
    await sql`insert into contact_fields (workspace_no, field_no, id, key, label, type) values (${ctx.workspaceNo}, 1, gen_random_uuid(), 'shoe_size', 'Shoe size', 'number')`;
    await sql`update contacts set attributes = '{"shoe_size": 40}' where workspace_no = ${ctx.workspaceNo}`;
    const condition: Condition = { kind: "attribute", field: "shoe_size", operator: "greater_than", value: 30 };
    const segment = await createSegment(ctx, { name: "Big feet", condition });
    await refresh(ctx, segment);
    await sql.unsafe(
      change
        ? `update contact_fields set ${change} where workspace_no = ${ctx.workspaceNo}`
        : `delete from contact_fields where workspace_no = ${ctx.workspaceNo}`,
    );
    expect(await refresh(ctx, segment)).toMatchObject({ outcome: "broken", problem: expect.stringMatching(why) });
    await expect(requestRefresh(ctx, { segmentId: segment.id })).rejects.toThrow(why);
    expect(await getSegment(ctx, { segmentId: segment.id })).toMatchObject({
      memberCount: 2,
      refreshState: "failed",
      refreshProblem: expect.stringMatching(why),
      problems: [{ detail: expect.stringMatching(why) }],
    });
  });
});

describe("schedules", () => {
  useTestDatabase();

  it("are cron in a time zone, no oftener than every five minutes, and say when they come next", async () => {
    const ctx = { ...(await bakery("Ada")), now: new Date("2026-07-01T05:30:00Z") };
    const make = (cron: string | null, timeZone = "UTC") =>
      createSegment(ctx, { name: "S", condition: named("a"), schedule: { cron, timeZone } });
    expect((await make("0 8 * * *", "Europe/Berlin")).schedule.nextAt).toBe("2026-07-01T06:00:00.000Z");
    expect((await make(null)).schedule).toEqual({ cron: null, timeZone: "UTC", nextAt: null });
    for (const cron of ["* * * * *", "*/4 * * * *", "soon", "0 0 30 2 *", "0 0 * * * *"])
      await expect(make(cron)).rejects.toMatchObject({ code: "VALIDATION_ERROR", details: { field: "schedule.cron" } });
    await expect(make("0 8 * * *", "Mars/Base")).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });
});
