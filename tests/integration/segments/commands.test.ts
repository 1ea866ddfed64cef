import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import type { Condition } from "@/contracts/documents/condition";
import { parsePublicId, publicId } from "@/contracts/ids";
import { createCampaign, updateCampaign } from "@/server/campaigns";
import { inPipeline, inWorkspace, pipelineSql } from "@/server/platform/db";
import {
  audienceCondition,
  conditionWorkspace,
  countCondition,
  countSegment,
  createSegment,
  deleteSegment,
  getSegment,
  listConditionFields,
  listMembers,
  listSegments,
  loadConditions,
  refreshSegment,
  registerSegmentDependents,
  requestRefresh,
  sampleMembers,
  segmentsOf,
  setSegmentStatus,
  updateSegment,
} from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";

const everyone: Condition = { kind: "group", op: "all", children: [] };
const named = (value: string): Condition => ({ kind: "attribute", field: "first_name", operator: "equals", value });
const people = (...names: string[]) =>
  names.map((name) => ({ standard: { first_name: name, email: `${name.toLowerCase()}@example.com` } }));
const uuidOf = (id: string) => parsePublicId("segment", id) ?? "";

describe("segments", () => {
  useTestDatabase();
  afterEach(() => registerSegmentDependents("test", async () => []));

  it("are created active and queued, with an event and an audit line", async () => {
    const ctx = await createWorkspace();
    const segment = await createSegment(ctx, { name: " Adas ", condition: named("Ada") });
    expect(segment).toMatchObject({
      name: "Adas",
      status: "active",
      refreshState: "queued",
      version: 1,
      memberCount: null,
    });
    expect(segment.summary).toBe("People whose first name is “Ada”.");
    const sql = pipelineSql();
    const events = await sql`select name from wf.inbox where workspace_no = ${ctx.workspaceNo}`;
    expect(events.map((event) => event.name)).toEqual(["segment.refresh-requested"]);
    const audit = await sql`select action, entity_id from audit_log where workspace_no = ${ctx.workspaceNo}`;
    expect([...audit]).toEqual([{ action: "segment.create", entity_id: segment.id }]);
  });

  it("refuse a rule the workspace cannot evaluate, pointing at the row", async () => {
    const ctx = await createWorkspace();
    const condition: Condition = {
      kind: "group",
      op: "all",
      children: [named("Ada"), { kind: "attribute", field: "shoe", operator: "equals", value: 4 }],
    };
    await expect(createSegment(ctx, { name: "x", condition })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      faults: [{ pointer: "#/condition/children/1/field", code: "unknown_field" }],
      details: { field: "condition.children[1].field" },
    });
    await expect(countCondition(ctx, { condition })).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });

  it("know the workspace's own fields, and keep reading archived ones in saved rules only", async () => {
    const ctx = await createWorkspace();
    const sql = pipelineSql();
    await sql`insert into contact_fields (workspace_no, field_no, id, key, label, type) values (${ctx.workspaceNo}, 1, gen_random_uuid(), 'plan', 'Plan', 'text')`;
    await storePeople(ctx.workspaceNo, [{ attributes: { plan: "pro" } }, { attributes: { plan: "free" } }]);
    const condition: Condition = { kind: "attribute", field: "plan", operator: "equals", value: "Pro" };
    const segment = await createSegment(ctx, { name: "Pros", condition });
    expect((await listConditionFields(ctx, {})).some((field) => field.key === "plan")).toBe(true);
    await sql`update contact_fields set archived_at = now() where workspace_no = ${ctx.workspaceNo}`;
    expect((await listConditionFields(ctx, {})).some((field) => field.key === "plan")).toBe(false);
    expect((await countSegment(ctx, { segmentId: segment.id })).count).toBe(1);
    await expect(createSegment(ctx, { name: "More", condition })).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });

  it("are updated with a new version, and not over somebody else's edit", async () => {
    const ctx = await createWorkspace();
    const { id } = await createSegment(ctx, { name: "a", condition: everyone });
    const edited = await updateSegment(ctx, { segmentId: id, name: "b", condition: named("Ada"), version: 1 });
    expect(edited).toMatchObject({ name: "b", version: 2, refreshState: "queued" });
    await expect(
      updateSegment(ctx, { segmentId: id, name: "c", condition: everyone, version: 1 }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await getSegment(ctx, { segmentId: id })).name).toBe("b");
  });

  it("cannot be deleted while something unfinished includes them, and say what", async () => {
    const ctx = await createWorkspace();
    const { id } = await createSegment(ctx, { name: "a", condition: everyone });
    const use = {
      segmentId: uuidOf(id),
      type: "campaign" as const,
      id: "cmp_1",
      name: "Spring",
      status: "draft",
      blocks: true,
    };
    registerSegmentDependents("test", async (_tx, workspaceNo, ids) =>
      workspaceNo === ctx.workspaceNo && ids.includes(uuidOf(id)) ? [use] : [],
    );
    await expect(deleteSegment(ctx, { segmentId: id })).rejects.toMatchObject({
      code: "SEGMENT_IN_USE",
      details: { usedBy: [{ name: "Spring", status: "draft" }] },
    });
    expect((await listSegments(ctx, {})).data[0]?.usedBy).toMatchObject([{ segmentId: id, name: "Spring" }]);
    registerSegmentDependents("test", async () => [{ ...use, status: "completed", blocks: false }]);
    await deleteSegment(ctx, { segmentId: id });
    await expect(getSegment(ctx, { segmentId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("cannot be deleted while a draft names them, as a whole or inside a rule of its own", async () => {
    const ctx = await createWorkspace();
    const { id } = await createSegment(ctx, { name: "a", condition: everyone });
    const other = await createSegment(ctx, { name: "b", condition: everyone });
    const inside = { kind: "segment" as const, operator: "not_in" as const, segment: id };
    const rule: Condition = {
      kind: "group",
      op: "any",
      children: [inside, { kind: "group", op: "all", children: [inside] }],
    };
    const { id: campaignId } = await createCampaign(ctx, {
      name: "Spring",
      audience: { include: [id], exclude: [], condition: rule },
    });
    const use = { type: "campaign", id: campaignId, name: "Spring", status: "draft" };
    const refusal = { code: "SEGMENT_IN_USE", details: { usedBy: [use] } };
    await expect(deleteSegment(ctx, { segmentId: id })).rejects.toMatchObject(refusal);
    await updateCampaign(ctx, { campaignId, audience: { include: [other.id], exclude: [], condition: rule } });
    await expect(deleteSegment(ctx, { segmentId: id })).rejects.toMatchObject(refusal);
    expect((await getSegment(ctx, { segmentId: id })).usedBy).toMatchObject([{ ...use, segmentId: id }]);
    await updateCampaign(ctx, { campaignId, audience: { include: [other.id], exclude: [], condition: null } });
    await deleteSegment(ctx, { segmentId: id });
  });

  it("of another workspace look exactly like segments that do not exist", async () => {
    const [ours, theirs] = [await createWorkspace(), await createWorkspace()];
    const { id } = await createSegment(theirs, { name: "secret", condition: everyone });
    const attempts = [
      () => getSegment(ours, { segmentId: id }),
      () => updateSegment(ours, { segmentId: id, name: "x", condition: everyone }),
      () => deleteSegment(ours, { segmentId: id }),
      () => setSegmentStatus(ours, { segmentId: id, status: "inactive" }),
      () => requestRefresh(ours, { segmentId: id }),
      () => countSegment(ours, { segmentId: id }),
      () => listMembers(ours, { segmentId: id }),
      () => inWorkspace(ours.workspaceNo, (tx) => loadConditions(tx, ours.workspaceNo, [uuidOf(id)])),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND", message: "This segment does not exist." });
    expect((await listSegments(ours, {})).data).toEqual([]);
  });

  it("are refreshed on request only while active", async () => {
    const ctx = await createWorkspace();
    const { id } = await createSegment(ctx, { name: "a", condition: everyone });
    await setSegmentStatus(ctx, { segmentId: id, status: "inactive" });
    await expect(requestRefresh(ctx, { segmentId: id })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    expect(await setSegmentStatus(ctx, { segmentId: id, status: "active" })).toMatchObject({ refreshState: "queued" });
    expect(await requestRefresh(ctx, { segmentId: id })).toEqual({ id, refreshState: "queued" });
  });

  it("are listed newest first in pages that neither repeat nor skip", async () => {
    const ctx = await createWorkspace();
    const made: string[] = [];
    for (const [index, name] of ["a", "b", "c", "d", "100% e"].entries())
      made.unshift(
        (
          await createSegment(
            { ...ctx, now: new Date(2026, 1, 1, 0, 0, Math.floor(index / 2)) },
            { name, condition: everyone },
          )
        ).id,
      );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listSegments>> = await listSegments(ctx, { limit: 2, cursor });
      seen.push(...page.data.map((segment) => segment.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect([...seen].sort()).toEqual([...made].sort());
    expect(seen[0]).toBe(made[0]);
    expect((await listSegments(ctx, { search: "0%" })).data.map((segment) => segment.name)).toEqual(["100% e"]);
  });

  it("show members in pages, with addresses masked for people who may not see them", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, people("Ada", "Alan", "Grace"));
    const { id } = await createSegment(ctx, { name: "all", condition: everyone });
    await refreshSegment(ctx.workspaceNo, 1);
    const first = await listMembers(ctx, { segmentId: id, limit: 2 });
    const second = await listMembers(ctx, { segmentId: id, limit: 2, cursor: first.nextCursor });
    expect([...first.data, ...second.data].map((member) => member.email)).toEqual([
      "ada@example.com",
      "alan@example.com",
      "grace@example.com",
    ]);
    const masked = await listMembers(as(ctx, "analyst"), { segmentId: id });
    expect(masked.data.map((member) => member.email)).toEqual(Array(3).fill("••••@example.com"));
    expect(await segmentsOf(ctx, { contactId: first.data[0]?.contactId ?? "" })).toMatchObject([{ id, name: "all" }]);
  });

  it("count and sample a rule exactly, but not for people who could guess addresses with it", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    await storePeople(ctx.workspaceNo, people("Ada", "Alan", "Ada"));
    await storePeople(other.workspaceNo, people("Ada"));
    expect((await countCondition(ctx, { condition: named("ada") })).count).toBe(2);
    expect((await sampleMembers(ctx, { condition: named("ada"), limit: 1 })).map((member) => member.name)).toEqual([
      "Ada",
    ]);
    await expect(countCondition(as(ctx, "analyst"), { condition: named("ada") })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(sampleMembers(as(ctx, "viewer"), { condition: named("ada") })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("give campaigns the people in any included and no excluded rule", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    await storePeople(ctx.workspaceNo, people("Ada", "Alan", "Grace", "Linus"));
    await storePeople(other.workspaceNo, people("Ada", "Alan", "Grace", "Linus", "Ada"));
    const { id } = await createSegment(ctx, { name: "Adas", condition: named("Ada") });
    const audience = (include: Condition[], exclude: Condition[]) =>
      inPipeline(async (tx) => {
        const workspace = await conditionWorkspace(tx, ctx.workspaceNo);
        const rows = await tx.execute<{ contact_no: string }>(
          sql`select c.contact_no from contacts c where c.workspace_no = ${ctx.workspaceNo}
                 and ${audienceCondition(workspace, { include, exclude }, ctx.now)}`,
        );
        return rows.map((row) => Number(row.contact_no)).sort();
      });
    const adas = await inWorkspace(ctx.workspaceNo, (tx) => loadConditions(tx, ctx.workspaceNo, [uuidOf(id)]));
    expect(await audience([...adas, named("Grace"), named("Ada")], [])).toEqual([1, 3]);
    expect(await audience([everyone], adas)).toEqual([2, 3, 4]);
    expect(await audience([], [])).toEqual([]);
  });

  it("have ids that say what they are", async () => {
    const ctx = await createWorkspace();
    const { id } = await createSegment(ctx, { name: "a", condition: everyone });
    expect(id).toBe(publicId("segment", uuidOf(id)));
    expect(id).toMatch(/^seg_/);
  });
});
