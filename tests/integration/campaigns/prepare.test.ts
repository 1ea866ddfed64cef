import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import {
  createCampaign,
  finishIfDrained,
  getCampaignReport,
  launchCampaign,
  launchScheduled,
  listCampaigns,
  pauseCampaign,
  prepareRun,
  resumeCampaign,
  sendCampaign,
  terminateCampaign,
} from "@/server/campaigns";
import { driveRun, sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

/** Throws at the n-th crossing of a line of the preparation, before or after it committed. */
const fault = vi.hoisted(() => ({ at: Number.POSITIVE_INFINITY, crossings: 0 }));
const crossing = vi.hoisted(() => {
  const cross = (name: string) => {
    fault.crossings += 1;
    if (fault.crossings === fault.at) throw new Error(`crash at ${name}`);
  };
  return <T extends object>(real: T, names: readonly string[]): T => {
    const guarded = names.map((name) => [
      name,
      async (...args: unknown[]) => {
        cross(`before ${name}`);
        const result = await (real as Record<string, (...given: unknown[]) => Promise<unknown>>)[name]?.(...args);
        cross(`after ${name}`);
        return result;
      },
    ]);
    return { ...real, ...Object.fromEntries(guarded) };
  };
});
vi.mock("@/server/delivery", async (original) =>
  crossing(await original<object>(), ["createRun", "materialiseAudience", "releaseRun"]),
);
vi.mock("@/server/campaigns/commands/move-campaign", async (original) =>
  crossing(await original<object>(), ["attachRun", "markActive"]),
);

const LETTER: EmailDocument = {
  version: 1,
  mode: "code",
  subject: "Hello",
  preheader: "",
  text: "",
  html: `<html><body><p>Hello</p><p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`,
};
const PEOPLE = 25;
/** Five lines, each with an edge before and after it. */
const EDGES = 10;

describe("a preparation that dies at any of its lines", { timeout: 240_000 }, () => {
  useTestDatabase();
  const now = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date() });
  beforeEach(() => {
    fault.at = Number.POSITIVE_INFINITY;
  });

  /** Launched; its preparation died at the given edge. */
  async function launchAndDie(edge: number) {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    const { id } = await createCampaign(ctx, {
      name: "Friday bake",
      audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
      content: { document: LETTER },
    });
    await launchCampaign(now(ctx), { campaignId: id });
    Object.assign(fault, { at: edge, crossings: 0 });
    await expect(prepareRun(now(ctx), 1)).rejects.toThrow("crash");
    fault.at = Number.POSITIVE_INFINITY;
    return { ctx, target: { campaignId: id } };
  }

  /** A series woke, its occurrence was launched, and the preparation died at the given edge. */
  async function takeOccurrenceAndDie(edge: number) {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    await pipelineSql()`
      update contacts set time_zone = 'Asia/Tokyo' where workspace_no = ${ctx.workspaceNo} and contact_no <= 10`;
    const { id } = await createCampaign(ctx, {
      name: "Every day",
      audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
      content: { document: LETTER },
      schedule: {
        kind: "recurring",
        recurrence: { rule: { freq: "daily", every: 1, time: "09:00" }, from: "2020-01-01", until: null },
        timeZone: "Europe/Berlin",
        atLocalTime: true,
      },
    });
    const past = (day: number) => ({ ...ctx, now: new Date(Date.UTC(2020, 5, day)) });
    const { version } = await sendCampaign(past(1), { campaignId: id });
    await launchScheduled(past(3), 1, version);
    const [child] = (await listCampaigns(ctx, {})).data.filter((campaign) => campaign.isOccurrence);
    await launchScheduled(past(3), 2, child?.version ?? 0);
    Object.assign(fault, { at: edge, crossings: 0 });
    await expect(prepareRun(now(ctx), 2)).rejects.toThrow("crash");
    fault.at = Number.POSITIVE_INFINITY;
    return { ctx, target: { campaignId: child?.id ?? "" } };
  }

  /** What the workers do next, until nothing is left to do. */
  async function workOn(ctx: Ctx, campaignNo = 1): Promise<void> {
    const { runNo } = await prepareRun(now(ctx), campaignNo);
    if (runNo === null) return;
    const ref = { workspaceNo: ctx.workspaceNo, runNo };
    await sendBatches(ref, { maxMs: 30_000, maxBatches: 10 });
    await driveRun(ref);
    await finishIfDrained(now(ctx), runNo);
  }

  async function demandEverybodyOnce(ctx: Ctx, target: { campaignId: string }, edge: number): Promise<void> {
    const { campaign, counts } = await getCampaignReport(now(ctx), target);
    const [row] = await pipelineSql()<{ runs: number; messages: number; people: number }[]>`
      select (select count(*)::int from send_runs where workspace_no = ${ctx.workspaceNo}) as runs,
             count(*)::int as messages, count(distinct to_address)::int as people
        from local_messages where workspace_no = ${ctx.workspaceNo}`;
    expect([edge, campaign.status, counts?.accepted, row]).toEqual([
      edge,
      "completed",
      PEOPLE,
      { runs: 1, messages: PEOPLE, people: PEOPLE },
    ]);
  }

  it("is finished by the next one: one run, everybody once", async () => {
    for (let edge = 1; edge <= EDGES; edge += 1) {
      const { ctx, target } = await launchAndDie(edge);
      await workOn(ctx);
      await demandEverybodyOnce(ctx, target, edge);
    }
  });

  it("is finished by the next one as an occurrence of a series at local time: its batches are written once", async () => {
    for (let edge = 1; edge <= EDGES; edge += 1) {
      const { ctx, target } = await takeOccurrenceAndDie(edge);
      await workOn(ctx, 2);
      await demandEverybodyOnce(ctx, target, edge);
      const batches = await pipelineSql()<{ size: number }[]>`
        select size from send_batches where workspace_no = ${ctx.workspaceNo} order by batch_no`;
      expect([edge, batches.map(({ size }) => size)]).toEqual([edge, [10, 15]]);
    }
  });

  it("is finished although somebody paused in between, and sends nothing before it is resumed", async () => {
    for (let edge = 1; edge <= EDGES; edge += 1) {
      const { ctx, target } = await launchAndDie(edge);
      await pauseCampaign(now(ctx), target);
      await workOn(ctx);
      expect([edge, (await getCampaignReport(now(ctx), target)).counts?.accepted ?? 0]).toEqual([edge, 0]);
      await resumeCampaign(now(ctx), target);
      await workOn(ctx);
      await demandEverybodyOnce(ctx, target, edge);
    }
  });

  it("leaves nobody waiting when the campaign is stopped in between", async () => {
    for (let edge = 1; edge <= EDGES; edge += 1) {
      const { ctx, target } = await launchAndDie(edge);
      await terminateCampaign(now(ctx), target);
      await workOn(ctx);
      const { campaign, counts } = await getCampaignReport(now(ctx), target);
      expect([edge, campaign.status, counts?.accepted ?? 0, counts?.pending ?? 0]).toEqual([edge, "terminated", 0, 0]);
    }
  });
});
