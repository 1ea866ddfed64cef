import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { parsePublicId } from "@/contracts/ids";
import { tagKey } from "@/contracts/tags";
import { workspaces } from "@/drizzle/schema/access";
import { campaigns } from "@/drizzle/schema/campaigns";
import { snippets, templates } from "@/drizzle/schema/content";
import { sendRuns } from "@/drizzle/schema/delivery";
import { segments } from "@/drizzle/schema/segments";
import { createCampaign } from "@/server/campaigns";
import { addContactField, addTags, ensureTags, fieldDefinitions } from "@/server/contacts";
import { createSnippet, createTemplate } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, inWorkspace, type Tx } from "@/server/platform/db";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { createSegment, refreshSegment } from "@/server/segments";
import { deleteDemoRows, insertLeavers, insertPeople, insertSentCampaign } from "../pipeline";
import { DEMO_CAMPAIGNS, DEMO_SEGMENTS, DEMO_SNIPPETS, DEMO_TEMPLATES } from "../rules/letters";
import { DEMO_FIELDS, DEMO_TAGS, demoPerson } from "../rules/people";

const DAY = 86_400_000;

/** Fields and a block of contact numbers. Returns the first number; existing fields of the same key are used as they are. */
export async function prepareDemo(ctx: Ctx, people: number): Promise<number> {
  await setDemoState(ctx.workspaceNo, "loading");
  return inWorkspace(ctx.workspaceNo, async (tx) => {
    const known = new Set((await fieldDefinitions(tx, ctx.workspaceNo)).map((field) => field.key));
    for (const field of DEMO_FIELDS)
      if (!known.has(field.key)) await addContactField(tx, ctx.workspaceNo, field, ctx.now);
    return takeNumbers(tx, ctx.workspaceNo, "contact", people);
  });
}

export async function loadDemoPeople(ctx: Ctx, first: number, from: number, to: number): Promise<void> {
  await insertPeople(ctx.workspaceNo, first, from, to, ctx.now);
  await inPipeline(async (tx) => {
    const names = DEMO_TAGS.map((tag) => tag.name);
    const numbers = new Map(
      (await ensureTags(tx, ctx.workspaceNo, names, ctx.now)).map((tag) => [tagKey(tag.name), tag.tagNo]),
    );
    const people = Array.from({ length: to - from }, (_, i) => ({
      index: from + i,
      person: demoPerson(from + i, ctx.now),
    }));
    for (const tag of DEMO_TAGS) {
      const contactNos = people.filter(({ person, index }) => tag.of(person, index)).map(({ index }) => first + index);
      const tagNo = numbers.get(tagKey(tag.name));
      if (tagNo !== undefined) await addTags(tx, ctx.workspaceNo, contactNos, [tagNo]);
    }
  });
}

/** Templates and segments of the company; those that stand already are not made again. */
export async function loadDemoAssets(ctx: Ctx): Promise<void> {
  for (const snippet of DEMO_SNIPPETS) {
    if (await hasSnippet(ctx, snippet.key)) continue;
    const { id } = await createSnippet(ctx, snippet);
    await mark(snippets, ctx.workspaceNo, parsePublicId("snippet", id));
  }
  for (const template of DEMO_TEMPLATES) {
    if (await hasDemoRow(ctx, templates, template.name)) continue;
    const { id } = await createTemplate(ctx, template);
    await mark(templates, ctx.workspaceNo, parsePublicId("template", id));
  }
  for (const segment of DEMO_SEGMENTS) {
    if (await hasDemoRow(ctx, segments, segment.name)) continue;
    const { id } = await createSegment(ctx, segment);
    await mark(segments, ctx.workspaceNo, parsePublicId("segment", id));
  }
  for (const segmentNo of await demoSegmentNos(ctx.workspaceNo))
    await refreshSegment(ctx.workspaceNo, segmentNo, ctx.now);
}

/** Campaign number `index` of the past with everything people did in answer to it. Doing it twice adds nothing. */
export async function loadDemoCampaign(ctx: Ctx, index: number, first: number, people: number): Promise<void> {
  const plan = DEMO_CAMPAIGNS[index];
  if (!plan) return;
  const sentAt = new Date(Math.floor(ctx.now.getTime() / DAY) * DAY - plan.daysAgo * DAY + 7.5 * 3_600_000);
  const segmentNo = (await demoSegmentNos(ctx.workspaceNo))[plan.segment];
  const document = DEMO_TEMPLATES[plan.template]?.document;
  if (segmentNo === undefined || !document)
    throw new Error("the demo campaign names a segment or template that is not there");
  const runNo = await inPipeline((tx) => ensureSentCampaign(tx, ctx, plan.name, sentAt, document));
  await insertSentCampaign({
    workspaceNo: ctx.workspaceNo,
    runNo,
    sentAt,
    segmentNo,
    perMille: plan,
    firstContactNo: first,
    index,
  });
  await insertLeavers(ctx.workspaceNo, runNo, sentAt, leaversOf(first, people, index, ctx.now));
  await inPipeline(async (tx) => {
    await tx.execute(sql`
      update send_runs r set audience_count = n.all_people, queued_count = n.queued
        from (select count(*) as all_people, count(*) filter (where batch_no > 0) as queued from run_recipients where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo}) n
       where r.workspace_no = ${ctx.workspaceNo} and r.run_no = ${runNo}`);
  });
}

/** A first draft to look at and send, and fresh memberships after people left. */
export async function finishDemo(ctx: Ctx): Promise<void> {
  const segmentNos = await demoSegmentNos(ctx.workspaceNo);
  for (const segmentNo of segmentNos) await refreshSegment(ctx.workspaceNo, segmentNo, ctx.now);
  const name = "Friday bake, next week";
  if (!(await hasDemoRow(ctx, campaigns, name))) {
    const readers = await segmentIdOf(ctx.workspaceNo, segmentNos[0]);
    const { id } = await createCampaign(ctx, {
      name,
      audience: { include: readers ? [readers] : [], exclude: [], condition: null },
      content: { document: DEMO_TEMPLATES[0]?.document ?? null },
    });
    await mark(campaigns, ctx.workspaceNo, parsePublicId("campaign", id));
  }
  await setDemoState(ctx.workspaceNo, "loaded");
}

/** Loading failed for good: what is there stays, and the offer to load it (again) is back. */
export const abandonDemo = (workspaceNo: number): Promise<void> => setDemoState(workspaceNo, "none");

/** Takes the whole company away again; nothing of the workspace's own is touched. */
export async function removeDemo(ctx: Ctx): Promise<void> {
  await setDemoState(ctx.workspaceNo, "removing");
  await deleteDemoRows(ctx.workspaceNo);
  await setDemoState(ctx.workspaceNo, "none");
}

/** Who left with this campaign: people whose end state is "denied", dealt out over the campaigns by their number. */
function leaversOf(first: number, people: number, campaign: number, now: Date): number[] {
  const leavers: number[] = [];
  for (let i = 0; i < people; i += 1)
    if (i % DEMO_CAMPAIGNS.length === campaign && demoPerson(i, now).consent === "denied") leavers.push(first + i);
  return leavers;
}

async function ensureSentCampaign(
  tx: Tx,
  ctx: Ctx,
  name: string,
  sentAt: Date,
  document: (typeof DEMO_TEMPLATES)[number]["document"],
): Promise<number> {
  const ws = ctx.workspaceNo;
  const [known] = await tx
    .select({ runNo: campaigns.runNo })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, ws), eq(campaigns.name, name), eq(campaigns.isDemo, 1)));
  if (known?.runNo) return known.runNo;
  const [campaignNo, runNo] = [await takeNumbers(tx, ws, "campaign"), await takeNumbers(tx, ws, "run")];
  const content = {
    missingValues: "blank" as const,
    document,
    purpose: "marketing" as const,
    fromEmail: "hello@hearth-and-crumb.example",
    fromName: "Hearth & Crumb",
    campaignName: name,
  };
  const finishedAt = new Date(sentAt.getTime() + 30_000);
  await tx.insert(sendRuns).values({
    workspaceNo: ws,
    runNo,
    id: uuidv7(sentAt),
    kind: "campaign",
    sourceNo: campaignNo,
    launchKey: "demo",
    state: "done",
    providerNo: 1,
    content,
    audienceAt: sentAt,
    firstAcceptedAt: sentAt,
    finishedAt,
    createdAt: sentAt,
  });
  await tx.insert(campaigns).values({
    workspaceNo: ws,
    campaignNo,
    id: uuidv7(sentAt),
    name,
    status: "completed",
    audience: { include: [], exclude: [], condition: null },
    content: { document },
    schedule: { kind: "now" },
    providerNo: 1,
    runNo,
    isDemo: 1,
    createdAt: new Date(sentAt.getTime() - 2 * DAY),
    updatedAt: finishedAt,
    launchedAt: sentAt,
    finishedAt,
  });
  return runNo;
}

const demoSegmentNos = (workspaceNo: number): Promise<number[]> =>
  inWorkspace(workspaceNo, async (tx) => {
    const rows = await tx
      .select({ no: segments.segmentNo })
      .from(segments)
      .where(and(eq(segments.workspaceNo, workspaceNo), eq(segments.isDemo, 1)))
      .orderBy(segments.segmentNo);
    return rows.map((row) => row.no);
  });

const segmentIdOf = (workspaceNo: number, segmentNo: number | undefined): Promise<string | null> =>
  inWorkspace(workspaceNo, async (tx) => {
    if (segmentNo === undefined) return null;
    const [row] = await tx
      .select({ id: segments.id })
      .from(segments)
      .where(and(eq(segments.workspaceNo, workspaceNo), eq(segments.segmentNo, segmentNo)));
    return row?.id ?? null;
  });

type Marked = typeof snippets | typeof templates | typeof segments | typeof campaigns;

const hasDemoRow = (ctx: Ctx, table: Marked, name: string): Promise<boolean> =>
  inWorkspace(ctx.workspaceNo, async (tx) => {
    const rows = await tx.execute(
      sql`select 1 from ${table} where workspace_no = ${ctx.workspaceNo} and name = ${name} and is_demo = 1 limit 1`,
    );
    return rows.length > 0;
  });

/** Whoever made a snippet of this key, the templates use it as it is. */
const hasSnippet = (ctx: Ctx, key: string): Promise<boolean> =>
  inWorkspace(ctx.workspaceNo, async (tx) => {
    const rows = await tx
      .select({ key: snippets.key })
      .from(snippets)
      .where(and(eq(snippets.workspaceNo, ctx.workspaceNo), eq(snippets.key, key)));
    return rows.length > 0;
  });

async function mark(table: Marked, workspaceNo: number, id: string | null): Promise<void> {
  await inPipeline((tx) =>
    tx.execute(sql`update ${table} set is_demo = 1 where workspace_no = ${workspaceNo} and id = ${id}`),
  );
}

async function setDemoState(workspaceNo: number, demoState: "loading" | "loaded" | "removing" | "none"): Promise<void> {
  await inPipeline((tx) => tx.update(workspaces).set({ demoState }).where(eq(workspaces.workspaceNo, workspaceNo)));
}
