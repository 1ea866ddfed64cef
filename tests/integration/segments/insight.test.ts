import { describe, expect, it } from "vitest";
import type { Condition } from "@/contracts/documents/condition";
import { parsePublicId } from "@/contracts/ids";
import { fieldMap } from "@/contracts/operators";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import {
  compareSegments,
  costsOfCondition,
  createSegment,
  createStaticSegment,
  listSegmentSizes,
  readSentence,
  refreshSegment,
} from "@/server/segments";
import { matchingSql } from "@/server/segments/pipeline";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";
import { FIELDS, randomCondition, randomContact, randomFrom, TAGS } from "./random-rules";

const seed = Number(process.env.PARITY_SEED ?? Math.floor(Math.random() * 2 ** 31));
const named = (value: string): Condition => ({
  kind: "attribute",
  field: "first_name",
  operator: "starts_with",
  value,
});

async function storeFields(ctx: Ctx): Promise<void> {
  const custom = FIELDS.filter((field) => !field.isStandard);
  for (const [index, { key, label, type }] of custom.entries())
    await pipelineSql()`insert into contact_fields (workspace_no, field_no, id, key, label, type)
      values (${ctx.workspaceNo}, ${index + 1}, gen_random_uuid(), ${key}, ${label}, ${type})`;
}

describe("the overlap of segments", () => {
  useTestDatabase();

  it(`counts every person once, under exactly the segments they are in (PARITY_SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    const sql = pipelineSql();
    for (const { workspaceNo } of [ctx, other])
      await storePeople(
        workspaceNo,
        Array.from({ length: 60 }, () => ({})),
      );
    const lists: { id: string; members: Set<number> }[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { id } = await createStaticSegment(ctx, { name: `L${n}` });
      await createStaticSegment(other, {
        name: `L${n}`,
        from: { kind: "condition", condition: { kind: "group", op: "all", children: [] } },
      });
      const members = new Set(Array.from({ length: 60 }, (_, at) => at + 1).filter(() => random.next() < 0.4));
      for (const contactNo of members)
        await sql`insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
          select ${ctx.workspaceNo}, ${contactNo}, segment_no, now() from segments
           where workspace_no = ${ctx.workspaceNo} and id = ${parsePublicId("segment", id)}`;
      lists.push({ id, members });
    }
    const { intersections } = await compareSegments(ctx, { segmentIds: lists.map((list) => list.id) });
    const expected = new Map<string, number>();
    for (let contactNo = 1; contactNo <= 60; contactNo += 1) {
      const key = lists.flatMap((list) => (list.members.has(contactNo) ? [list.id] : [])).join(" ");
      if (key) expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    expect(new Map(intersections.map((part) => [part.segments.join(" "), part.people]))).toEqual(expected);
    const sizes = intersections.map((part) => part.people);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });
});

describe("refreshing again and again", () => {
  useTestDatabase();

  it(`leaves the same members as building from nothing, whatever the rule and the changes (PARITY_SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const ctx = await createWorkspace();
    const sql = pipelineSql();
    await storeFields(ctx);
    const person = (index: number) => {
      const one = randomContact(random);
      return { ...one, standard: { ...one.standard, external_id: `x${index}` } };
    };
    const people = Array.from({ length: 80 }, (_, index) => person(index));
    await storePeople(ctx.workspaceNo, people);
    await sql`insert into workspace_counters (workspace_no, kind, last) values (${ctx.workspaceNo}, 'segment', 50) on conflict do nothing`;
    // Chance draws many rules nobody moves in or out of; these three always have traffic.
    const rules: Condition[] = [
      { kind: "attribute", field: "plan", operator: "is_set" },
      { kind: "attribute", field: "last_active_at", operator: "within_last_days", value: 60 },
      { kind: "tag", operator: "any", tags: TAGS.map((tag) => tag.id) },
      ...Array.from({ length: 17 }, () => randomCondition(random)),
    ];
    const made = [];
    for (const condition of rules) {
      const { id } = await createSegment(ctx, { name: "R", condition });
      const [row] =
        await sql`select segment_no from segments where workspace_no = ${ctx.workspaceNo} and id = ${parsePublicId("segment", id)}`;
      made.push({ condition, no: Number(row?.segment_no) });
    }
    let moved = 0;
    for (let round = 0; round < 5; round += 1) {
      // Relative dates move with the clock; people and their answers change beneath.
      const now = new Date(Date.parse("2026-11-21T10:00:00Z") + round * 20 * 86_400_000);
      for (let n = 0; n < 25; n += 1) await changeSomebody(ctx, random, person);
      for (const { condition, no } of made) {
        const outcome = await refreshSegment(ctx.workspaceNo, no, now);
        if (outcome.outcome === "refreshed") moved += outcome.entered + outcome.exited;
        const scope = { workspaceNo: ctx.workspaceNo, fields: fieldMap(FIELDS), now };
        const rebuilt = await inPipeline((tx) => tx.execute<{ contact_no: string }>(matchingSql(condition, scope)));
        const stored =
          await sql`select contact_no from segment_members where workspace_no = ${ctx.workspaceNo} and segment_no = ${no}`;
        const numbers = (rows: readonly { contact_no?: unknown }[]) =>
          rows.map((row) => Number(row.contact_no)).sort((a, b) => a - b);
        expect({ seed, condition, members: numbers([...stored]) }).toEqual({
          seed,
          condition,
          members: numbers([...rebuilt]),
        });
      }
    }
    expect(moved).toBeGreaterThan(20);
    // Every time somebody came or went stands in the rows: entries and exits add up to who is there now.
    const [sums] = await sql`
      select (select count(*) from segment_history where workspace_no = ${ctx.workspaceNo})::int as left_again,
             (select coalesce(sum(member_count), 0) from segments where workspace_no = ${ctx.workspaceNo} and status = 'active')::int as counted,
             (select count(*) from segment_members m join segments s using (workspace_no, segment_no)
               where m.workspace_no = ${ctx.workspaceNo} and s.status = 'active')::int as there`;
    expect(sums?.counted).toBe(sums?.there);
    expect(sums?.left_again).toBeGreaterThan(0);
  });
});

async function changeSomebody(
  ctx: Ctx,
  random: ReturnType<typeof randomFrom>,
  person: (index: number) => ReturnType<typeof randomContact>,
): Promise<void> {
  const sql = pipelineSql();
  const no = 1 + random.below(80);
  const { attributes, standard } = person(no);
  if (random.next() < 0.6)
    await sql`update contacts set attributes = ${sql.json(attributes as never)}, first_name = ${standard.first_name ?? null}, last_active_at = ${standard.last_active_at ?? null}
      where workspace_no = ${ctx.workspaceNo} and contact_no = ${no}`;
  else if (random.next() < 0.5)
    await sql`delete from contact_tags where workspace_no = ${ctx.workspaceNo} and contact_no = ${no}`;
  else
    await sql`update message_hits set verdict = ${random.pick(["human", "machine"])} where workspace_no = ${ctx.workspaceNo} and contact_no = ${no}`;
}

describe("sentences, sizes and costs", () => {
  useTestDatabase();

  it("read a sentence with the names of this workspace only, and save nothing", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    const mine = await createSegment(ctx, { name: "Bread lovers", condition: named("a") });
    await createSegment(other, { name: "Cake lovers", condition: named("a") });
    const read = await readSentence(ctx, { text: "in segment bread lovers and not in segment Cake lovers" });
    expect(read).toMatchObject({
      condition: { kind: "segment", operator: "in", segment: mine.id },
      unknown: [{ text: "not in segment Cake lovers" }],
      summary: "People who are in the segment “Bread lovers”.",
    });
    const [count] =
      await pipelineSql()`select count(*)::int as n from segments where workspace_no = ${ctx.workspaceNo}`;
    expect(count?.n).toBe(1);
  });

  it("keep the size of each day as refreshes left it", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, [{ standard: { first_name: "Ada" } }, { standard: { first_name: "Grace" } }]);
    const { id } = await createSegment(ctx, { name: "A", condition: named("a") });
    const sql = pipelineSql();
    const refresh = (at: string) => refreshSegment(ctx.workspaceNo, 1, new Date(at));
    await refresh("2026-11-20T09:00:00Z");
    await sql`update contacts set first_name = 'Anna' where workspace_no = ${ctx.workspaceNo}`;
    await refresh("2026-11-20T23:00:00Z");
    await sql`update contacts set first_name = 'Zoe' where workspace_no = ${ctx.workspaceNo}`;
    await refresh("2026-11-22T09:00:00Z");
    const sizes = await listSegmentSizes(
      { ...ctx, now: new Date("2026-11-23T00:00:00Z") },
      { segmentId: id, days: 30 },
    );
    expect(sizes).toEqual([
      { day: "2026-11-20", size: 2 },
      { day: "2026-11-21", size: 2 },
      { day: "2026-11-22", size: 0 },
      { day: "2026-11-23", size: 0 },
    ]);
  });

  it("name the row that costs most", async () => {
    const ctx = await createWorkspace();
    await storePeople(
      ctx.workspaceNo,
      Array.from({ length: 50 }, () => ({ standard: { first_name: "Ada" } })),
    );
    const costs = await costsOfCondition(ctx, {
      condition: {
        kind: "group",
        op: "all",
        children: [
          named("a"),
          { kind: "engagement", action: "opened", count: { op: "at_least", n: 3 }, window: { kind: "ever" } },
        ],
      },
    });
    expect(costs[0]?.sentence).toContain("opened at least 3 e-mails");
    expect(costs.reduce((sum, cost) => sum + cost.share, 0)).toBeCloseTo(1);
  });
});
