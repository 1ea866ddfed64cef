import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { campaignScheduleSchema } from "@/contracts/campaign-schedule";
import {
  archiveCampaign,
  createCampaign,
  getCampaignCalendar,
  launchCampaign,
  prepareRun,
  sendCampaign,
  terminateCampaign,
  updateCampaign,
} from "@/server/campaigns";
import { driveRun } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const HTML = `<html><body><p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`;
const now = new Date("2027-03-22T12:00:00Z");

describe("the calendar of campaigns", () => {
  useTestDatabase();

  async function workspace() {
    const ctx: Ctx = { ...(await createWorkspace()), now };
    await addPeople(ctx, 12);
    const draft = (name: string, schedule: z.input<typeof campaignScheduleSchema>) =>
      createCampaign(ctx, {
        name,
        audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
        content: {
          document: { version: 1, mode: "code", subject: "Hi", preheader: "", text: "", html: HTML },
        },
        schedule,
      });
    return { ctx, draft };
  }
  // A week of Berlin in which the clock changes.
  const week = { from: "2027-03-21T23:00:00Z", to: "2027-03-28T22:00:00Z" };
  const shown = async (ctx: Ctx) =>
    (await getCampaignCalendar(ctx, week)).items.map(({ name, kind, at, canMove, people }) => [
      name,
      kind,
      at.slice(0, 16),
      canMove,
      people,
    ]);

  it("shows what left, what is due, what is drafted and what repeats, each at its time", async () => {
    const { ctx, draft } = await workspace();
    const sent = await draft("Sent", { kind: "now" });
    await launchCampaign(ctx, { campaignId: sent.id });
    await prepareRun(ctx, 1);
    const due = await draft("Due", { kind: "at", at: "2027-03-24T08:00:00Z", timeZone: "UTC" });
    await sendCampaign(ctx, { campaignId: due.id });
    await draft("Drafted", { kind: "local", local: "2027-03-28T02:30" });
    await draft("Next month", { kind: "at", at: "2027-04-24T08:00:00Z", timeZone: "UTC" });
    await draft("No time yet", { kind: "now" });
    const gone = await draft("Archived", { kind: "at", at: "2027-03-24T08:00:00Z", timeZone: "UTC" });
    await archiveCampaign(ctx, { campaignId: gone.id });
    const series = await draft("Daily", {
      kind: "recurring",
      recurrence: { rule: { freq: "daily", every: 2, time: "10:00" }, from: "2027-03-23", until: null },
      timeZone: "Europe/Berlin",
    });
    await sendCampaign(ctx, { campaignId: series.id });
    expect(await shown(ctx)).toEqual([
      ["Sent", "campaign", "2027-03-22T12:00", false, 12],
      ["Daily", "to_come", "2027-03-23T09:00", false, 12],
      ["Due", "campaign", "2027-03-24T08:00", true, 12],
      ["Daily", "to_come", "2027-03-25T09:00", false, 12],
      ["Daily", "to_come", "2027-03-27T09:00", false, 12],
      ["Drafted", "campaign", "2027-03-28T01:00", true, null],
    ]);
  });

  it("keeps what left on its day when it is archived, with the people it did write to", async () => {
    const { ctx, draft } = await workspace();
    const sent = await draft("Sent", { kind: "now" });
    await launchCampaign(ctx, { campaignId: sent.id });
    await prepareRun(ctx, 1);
    await terminateCampaign(ctx, { campaignId: sent.id });
    expect(await shown(ctx)).toEqual([["Sent", "campaign", "2027-03-22T12:00", false, 12]]);
    await driveRun({ workspaceNo: ctx.workspaceNo, runNo: 1 });
    await archiveCampaign(ctx, { campaignId: sent.id });
    expect(await shown(ctx)).toEqual([["Sent", "campaign", "2027-03-22T12:00", false, 0]]);
  });

  it("lets a campaign be moved until it leaves, and only by whoever saw the version that is there", async () => {
    const { ctx, draft } = await workspace();
    const { id } = await draft("Due", { kind: "at", at: "2027-03-24T08:00:00Z", timeZone: "UTC" });
    const { version } = await sendCampaign(ctx, { campaignId: id });
    const move = (at: string, expectedVersion: number) =>
      updateCampaign(ctx, { campaignId: id, expectedVersion, schedule: { kind: "at", at, timeZone: "UTC" } });
    const moved = await move("2027-03-26T08:00:00Z", version);
    await expect(move("2027-03-27T08:00:00Z", version)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await expect(move("2027-03-21T08:00:00Z", moved.version)).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    expect(await shown(ctx)).toEqual([["Due", "campaign", "2027-03-26T08:00", true, 12]]);
    const launched = await launchCampaign(ctx, { campaignId: id });
    await expect(move("2027-03-27T08:00:00Z", launched.version)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("draws no more than six weeks at once", async () => {
    const { ctx } = await workspace();
    await expect(getCampaignCalendar(ctx, { from: week.from, to: "2027-06-01T00:00:00Z" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
  });
});
