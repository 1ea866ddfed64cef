import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { campaignScheduleSchema } from "@/contracts/campaign-schedule";
import type { EmailDocument } from "@/contracts/documents/email";
import {
  createCampaign,
  finishIfDrained,
  getCampaign,
  getCampaignReport,
  getCampaignSeries,
  launchScheduled,
  listCampaigns,
  pauseCampaign,
  prepareRun,
  resumeCampaign,
  sendCampaign,
  skipNextOccurrence,
  terminateCampaign,
  unscheduleCampaign,
  updateCampaign,
} from "@/server/campaigns";
import { driveRun, sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const LETTER: EmailDocument = {
  version: 1,
  mode: "code",
  subject: "Hello",
  preheader: "",
  text: "",
  html: `<html><body><p>Hello</p><p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`,
};
const DAY = 86_400_000;
const at = (ctx: Ctx, now: Date | number): Ctx => ({ ...ctx, now: new Date(now) });
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

async function draft(schedule: z.input<typeof campaignScheduleSchema>, people = 30) {
  const ctx = await createWorkspace();
  await addPeople(ctx, people);
  const { id } = await createCampaign(ctx, {
    name: "Weekly bread",
    audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
    content: { document: LETTER },
    schedule,
  });
  return { ctx, target: { campaignId: id } };
}

/** What the workers do for one campaign of the workspace, as far as its batches are due. */
async function work(ctx: Ctx, campaignNo: number): Promise<void> {
  const { runNo } = await prepareRun(ctx, campaignNo);
  if (runNo === null) return;
  const ref = { workspaceNo: ctx.workspaceNo, runNo };
  await sendBatches(ref, { maxMs: 30_000, maxBatches: 50 });
  await driveRun(ref);
  await finishIfDrained(ctx, runNo);
}
const messages = async (ctx: Ctx) => {
  const [row] = await pipelineSql()<{ messages: number; people: number }[]>`
    select count(*)::int as messages, count(distinct to_address)::int as people
      from local_messages where workspace_no = ${ctx.workspaceNo}`;
  return row;
};

describe("a campaign at local time", () => {
  useTestDatabase();

  /** 30 people: ten in Auckland, ten in Los Angeles, five in a zone nobody knows, five in none. The workspace is Berlin. */
  async function overTheWorld() {
    const now = Date.now();
    const tomorrow = day(now + 2 * DAY);
    const { ctx, target } = await draft({ kind: "local", local: `${tomorrow}T09:00`, past: "next_day" });
    await pipelineSql()`
      update contacts set time_zone = case when contact_no <= 10 then 'Pacific/Auckland'
                                           when contact_no <= 20 then 'America/Los_Angeles'
                                           when contact_no <= 25 then 'Mars/Olympus' end
       where workspace_no = ${ctx.workspaceNo}`;
    const sent = await sendCampaign(at(ctx, now), target);
    return { ctx, target, sent, dueAt: new Date(sent.dueAt ?? 0), tomorrow };
  }
  const batchesOf = (ctx: Ctx) => pipelineSql()<{ due: Date; size: number; people: number }[]>`
    select b.not_before as due, b.size, count(r.*)::int as people
      from send_batches b join run_recipients r using (workspace_no, run_no, batch_no)
     where b.workspace_no = ${ctx.workspaceNo} group by b.batch_no, b.not_before, b.size order by b.batch_no`;

  it("is written down once, in batches by the moment their people are due, those without a known zone by the workspace's", async () => {
    const { ctx, sent, dueAt } = await overTheWorld();
    await expect(launchScheduled(at(ctx, dueAt.getTime() - 1), 1, sent.version)).rejects.toThrow("before its time");
    await launchScheduled(at(ctx, dueAt), 1, sent.version);
    // Of two at once one may lose an edge; the engine asks it again.
    await Promise.allSettled([prepareRun(at(ctx, dueAt), 1), prepareRun(at(ctx, dueAt), 1)]);
    await prepareRun(at(ctx, dueAt), 1);
    const batches = await batchesOf(ctx);
    expect(batches.map(({ size, people }) => [size, people])).toEqual([
      [10, 10],
      [10, 10],
      [10, 10],
    ]);
    const clock = (zone: string, n: number) =>
      new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(batches[n]?.due);
    expect(batches[0]?.due).toEqual(dueAt);
    expect([clock("Pacific/Auckland", 0), clock("Europe/Berlin", 1), clock("America/Los_Angeles", 2)]).toEqual([
      "09:00",
      "09:00",
      "09:00",
    ]);
  });

  it("sends to each only once their moment has come, also after a pause, and then to everybody once", async () => {
    const { ctx, target, sent, dueAt } = await overTheWorld();
    await launchScheduled(at(ctx, dueAt), 1, sent.version);
    // The moments lie days ahead: nobody is due by the clock of the database.
    await work(at(ctx, dueAt), 1);
    expect(await messages(ctx)).toEqual({ messages: 0, people: 0 });
    const comes = (batch: number) => pipelineSql()`
      update send_batches set not_before = now() - interval '1 second'
       where workspace_no = ${ctx.workspaceNo} and batch_no = ${batch}`;
    await comes(1);
    await work(at(ctx, dueAt), 1);
    expect(await messages(ctx)).toEqual({ messages: 10, people: 10 });
    await pauseCampaign(at(ctx, Date.now()), target);
    await comes(2);
    await work(at(ctx, dueAt), 1);
    expect((await messages(ctx))?.messages).toBe(10);
    await resumeCampaign(at(ctx, Date.now()), target);
    await work(at(ctx, dueAt), 1);
    expect((await getCampaignReport(ctx, target)).campaign.status).toBe("active");
    await comes(3);
    await work(at(ctx, dueAt), 1);
    const { campaign, counts } = await getCampaignReport(ctx, target);
    expect([campaign.status, counts?.accepted, await messages(ctx)]).toEqual([
      "completed",
      30,
      { messages: 30, people: 30 },
    ]);
  });
});

describe("a campaign that repeats", () => {
  useTestDatabase();

  const daily = (more: object = {}) => ({
    kind: "recurring" as const,
    recurrence: { rule: { freq: "daily" as const, every: 1, time: "09:00" }, from: "2026-01-01", until: null },
    timeZone: "UTC",
    ...more,
  });
  const start = Date.UTC(2027, 0, 1);
  const nine = (n: number) => start + (n - 1) * DAY + 9 * 3_600_000;

  async function series(more: object = {}, people = 30) {
    const { ctx, target } = await draft(daily(more), people);
    await sendCampaign(at(ctx, start), target);
    const wake = async (now: number) => launchScheduled(at(ctx, now), 1, (await getCampaign(ctx, target)).version);
    /** Launches and sends the occurrence that was started. */
    const send = async (campaignNo: number, now: number) => {
      const [row] = await pipelineSql()<{ version: number }[]>`
        select version from campaigns where workspace_no = ${ctx.workspaceNo} and campaign_no = ${campaignNo}`;
      await launchScheduled(at(ctx, now), campaignNo, row?.version ?? 0);
      await work(at(ctx, now), campaignNo);
    };
    return { ctx, target, wake, send };
  }
  const children = async (ctx: Ctx) =>
    (await listCampaigns(ctx, {})).data.filter((campaign) => campaign.isOccurrence).toReversed();

  it("starts each occurrence once, whoever wakes how often, each with people of its own", async () => {
    const { ctx, target, wake, send } = await series();
    const { version } = await getCampaign(ctx, target);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => launchScheduled(at(ctx, nine(1)), 1, version)),
    );
    expect(answers.filter((answer) => answer.status === "fulfilled" && answer.value === "started")).toHaveLength(1);
    await send(2, nine(1));
    await addPeople(ctx, 5, 31);
    expect(await wake(nine(2))).toBe("started");
    await send(3, nine(2));
    expect((await children(ctx)).map(({ name, status }) => [name, status])).toEqual([
      ["Weekly bread · 1 Jan", "completed"],
      ["Weekly bread · 2 Jan", "completed"],
    ]);
    const runs = await pipelineSql()<{ run_no: number; n: number; people: number }[]>`
      select run_no, count(*)::int as n, count(distinct contact_no)::int as people from deliveries
       where workspace_no = ${ctx.workspaceNo} and status = 1 group by run_no order by run_no`;
    expect(runs.map(({ n, people }) => [n, people])).toEqual([
      [30, 30],
      [35, 35],
    ]);
    expect((await getCampaignSeries(at(ctx, nine(2)), target))?.next[0]).toBe(new Date(nine(3)).toISOString());
  });

  it("keeps to the people of the first one where so chosen, and drops who left since", async () => {
    const { ctx, wake, send } = await series({ audience: "first" });
    await wake(nine(1));
    await send(2, nine(1));
    await addPeople(ctx, 5, 31);
    await pipelineSql()`update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no = 7`;
    await wake(nine(2));
    await send(3, nine(2));
    const [, second] = await children(ctx);
    const { counts } = await getCampaignReport(ctx, { campaignId: second?.id ?? "" });
    expect([counts?.audience, counts?.accepted, counts?.skips]).toEqual([30, 29, [{ reason: "opted_out", people: 1 }]]);
  });

  it.each([
    ["latest", ["missed", "missed", "started"], ["Weekly bread · 3 Jan"]],
    ["skip", ["missed", "missed", "missed"], []],
  ] as const)("after sleeping through three it does as chosen: %s", async (missed, outcomes, names) => {
    const { ctx, target, wake } = await series({ missed });
    await wake(nine(3) + 2 * 3_600_000);
    const known = await getCampaignSeries(at(ctx, nine(3)), target);
    expect(known?.past.map(({ outcome }) => outcome).toReversed()).toEqual(outcomes);
    expect(known?.next[0]).toBe(new Date(nine(4)).toISOString());
    expect((await children(ctx)).map(({ name }) => name)).toEqual(names);
  });

  it("leaves the next one out for whoever saw it, and nothing for whoever saw an older one", async () => {
    const { ctx, target, wake } = await series();
    const skip = (n: number) => skipNextOccurrence(at(ctx, start), { ...target, at: new Date(nine(n)).toISOString() });
    const twice = await Promise.allSettled([skip(1), skip(1)]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(wake(nine(1))).rejects.toThrow("before its time");
    await wake(nine(2));
    expect((await children(ctx)).map(({ name }) => name)).toEqual(["Weekly bread · 2 Jan"]);
  });

  it.each([
    ["an edit", (ctx: Ctx, target: { campaignId: string }) => updateCampaign(ctx, { ...target, schedule: daily() })],
    [
      "a way back to draft and Send",
      async (ctx: Ctx, target: { campaignId: string }) => {
        await unscheduleCampaign(ctx, target);
        await sendCampaign(ctx, target);
      },
    ],
  ])("leaves out what was skipped also after %s, and goes on", async (_, change) => {
    const { ctx, target, wake } = await series();
    await skipNextOccurrence(at(ctx, start), { ...target, at: new Date(nine(1)).toISOString() });
    await change(at(ctx, start), target);
    expect((await getCampaign(ctx, target)).occurrenceAt).toBe(new Date(nine(2)).toISOString());
    expect(await wake(nine(2))).toBe("started");
    expect((await children(ctx)).map(({ name }) => name)).toEqual(["Weekly bread · 2 Jan"]);
  });

  it("only moves on from an occurrence that was decided before", async () => {
    const { ctx, target, wake } = await series();
    await pipelineSql()`
      insert into campaign_occurrences (workspace_no, series_no, occurrence_at, outcome, decided_at)
      values (${ctx.workspaceNo}, 1, ${new Date(nine(1))}, 'skipped', now())`;
    expect(await wake(nine(1))).toBe("decided before");
    expect(await children(ctx)).toEqual([]);
    expect(await wake(nine(2))).toBe("started");
    const past = (await getCampaignSeries(at(ctx, nine(2)), target))?.past.map(({ outcome }) => outcome);
    expect(past?.toReversed()).toEqual(["skipped", "started"]);
  });

  it("goes on with the next time after it slept through more than are written down", async () => {
    const hourly = { ...daily().recurrence, rule: { freq: "cron" as const, cron: "0 * * * *" } };
    const { ctx, target, wake } = await series({ recurrence: hourly });
    await wake(nine(30) + 60_000);
    const { status, occurrenceAt } = await getCampaign(ctx, target);
    expect([status, occurrenceAt]).toEqual(["scheduled", new Date(nine(30) + 3_600_000).toISOString()]);
  });

  it("starts nothing more once it was stopped, or past its last day; what is on its way goes on", async () => {
    const { ctx, target, wake, send } = await series();
    await wake(nine(1));
    const { version } = await getCampaign(ctx, target);
    await terminateCampaign(at(ctx, nine(1)), target);
    expect(await launchScheduled(at(ctx, nine(2)), 1, version)).toBe("superseded");
    await send(2, nine(1));
    expect((await messages(ctx))?.messages).toBe(30);

    const ends = await series({ recurrence: { ...daily().recurrence, until: "2027-01-02" } });
    await ends.wake(nine(1));
    await ends.wake(nine(2));
    expect((await getCampaign(ends.ctx, ends.target)).status).toBe("completed");
    expect(await children(ends.ctx)).toHaveLength(2);
  });

  it("follows another rule from the next time on, and refuses one without a time ahead", async () => {
    const { ctx, target } = await series();
    const change = (recurrence: object) =>
      updateCampaign(at(ctx, start), {
        ...target,
        schedule: daily({ recurrence: { ...daily().recurrence, ...recurrence } }),
      });
    const moved = await change({ rule: { freq: "monthly", every: 1, day: 15, time: "12:00" } });
    expect([moved.dueAt, moved.occurrenceAt]).toEqual(["2027-01-15T12:00:00.000Z", "2027-01-15T12:00:00.000Z"]);
    await expect(change({ until: "2026-12-31" })).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });
});
