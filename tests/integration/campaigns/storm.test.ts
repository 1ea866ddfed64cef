import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import {
  createCampaign,
  getCampaignReport,
  launchCampaign,
  pauseCampaign,
  resumeCampaign,
  terminateCampaign,
} from "@/server/campaigns";
import { createRandom } from "@/server/demo/rules/random";
import type { Engine } from "@/server/engine";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { startResendServer } from "../../support/resend-server";
import { addPeople, addProvider } from "../../support/sending";
import { eventually, startTestWorker } from "../../support/worker";

const PEOPLE = 20_000;
const SHORT = 4000;
/** Both end the storm: a minute of it, or so many pauses. */
const STORM_MS = 60_000;
const ROUNDS = 150;
/** Of a hundred messages each: 20,000 people take half a minute at the least, so that the storm has something to hit. */
const CALLS_PER_SECOND = 7;

const WITH_ADDRESS: EmailDocument = {
  version: 1,
  mode: "code",
  subject: "Hello {{ contact.first_name }}",
  preheader: "",
  text: "",
  html: `<html><body><p>Hello {{ contact.first_name }}</p><p>{{ workspace.postal_address }}</p>
<a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`,
};

const fresh = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date() });
/** Losing a race against the end of the sending is an answer. */
const unlessOver = (error: unknown) => {
  if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
  return null;
};

describe("pause and resume at random while a campaign is sent", () => {
  useTestDatabase();
  const seed = Number(process.env.CARILLON_TEST_SEED ?? Date.now() % 1_000_000);
  let worker: Engine;
  beforeAll(async () => {
    worker = await startTestWorker();
  });
  afterAll(() => worker.stop());

  async function launch(people: number) {
    const [ctx, server] = [await createWorkspace(), await startResendServer()];
    await addPeople(ctx, people);
    const settings = { kind: "resend", baseUrl: server.url, callsPerSecond: CALLS_PER_SECOND };
    const { providerId } = await addProvider(ctx, settings, server.apiKey);
    const { id } = await createCampaign(ctx, {
      name: "Storm",
      audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
      content: { document: WITH_ADDRESS },
      providerId,
    });
    await launchCampaign(fresh(ctx), { campaignId: id });
    return { ctx, server, target: { campaignId: id } };
  }
  type Sending = Awaited<ReturnType<typeof launch>>;

  const report = ({ ctx, target }: Sending) => getCampaignReport(fresh(ctx), target);
  const hasAll = ({ server }: Sending, people: number) => {
    const addresses = server.accepted.map((message) => message.to[0]);
    expect([addresses.length, new Set(addresses).size]).toEqual([people, people]);
  };

  /** One pause, a while, one resume. Answers the paused time by the database's clock, or null when it was over. */
  async function pauseOnce({ ctx, target }: Sending, ms: number): Promise<{ from: Date; to: Date } | null> {
    if (!(await pauseCampaign(fresh(ctx), target).catch(unlessOver))) return null;
    const from = await databaseTime();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const to = await databaseTime();
    await resumeCampaign(fresh(ctx), target).catch(unlessOver);
    return { from, to };
  }

  it(`a minute of it begins nothing while paused and reaches exactly the audience (seed ${seed})`, async () => {
    const random = createRandom(seed).next;
    const sending = await launch(PEOPLE);
    const pauses: { from: Date; to: Date }[] = [];
    const until = Date.now() + STORM_MS;
    for (let round = 0; round < ROUNDS && Date.now() < until; round += 1) {
      const paused = await pauseOnce(sending, 50 + 450 * random());
      if (paused) pauses.push(paused);
      const { campaign, counts } = await report(sending);
      if (campaign.status.startsWith("completed")) {
        expect(counts?.pending).toBe(0);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50 + 450 * random()));
    }
    const { counts } = await eventually(
      () => report(sending),
      ({ campaign }) => campaign.status === "completed",
      240,
    );
    expect(counts).toMatchObject({ audience: PEOPLE, accepted: PEOPLE, pending: 0, unknown: 0, failed: 0 });
    hasAll(sending, PEOPLE);
    expect(pauses.length).toBeGreaterThan(5);
    expect(await begunWithin(sending.ctx, pauses)).toEqual([]);
    await sending.server.stop();
  }, 420_000);

  it(`a stop in the middle of it cancels exactly the rest (seed ${seed})`, async () => {
    const random = createRandom(seed + 1).next;
    const sending = await launch(SHORT);
    await eventually(
      () => report(sending),
      ({ counts }) => (counts?.accepted ?? 0) > 0,
      120,
    );
    for (let round = 0; round < 3; round += 1) await pauseOnce(sending, 100 * random());
    await terminateCampaign(fresh(sending.ctx), sending.target);
    const stoppedAt = await databaseTime();
    const { campaign, counts } = await eventually(
      () => report(sending),
      (answer) => answer.counts?.pending === 0,
      240,
    );
    expect(campaign.status).toBe("terminated");
    expect(counts).toMatchObject({ audience: SHORT, unknown: 0, failed: 0, skipped: 0 });
    expect(counts?.cancelled).toBeGreaterThan(0);
    expect((counts?.accepted ?? 0) + (counts?.cancelled ?? 0)).toBe(SHORT);
    hasAll(sending, counts?.accepted ?? 0);
    expect(await begunWithin(sending.ctx, [{ from: stoppedAt, to: await databaseTime() }])).toEqual([]);
    await sending.server.stop();
  }, 420_000);
});

async function databaseTime(): Promise<Date> {
  const [row] = await pipelineSql()<{ at: Date }[]>`select clock_timestamp() as at`;
  if (!row) throw new Error("The database does not know the time.");
  return row.at;
}

/** Chunks whose call was begun at a time nothing may begin. */
async function begunWithin(ctx: Ctx, times: { from: Date; to: Date }[]): Promise<Date[]> {
  const rows = await pipelineSql()<{ started_at: Date }[]>`
    select started_at from send_chunks where workspace_no = ${ctx.workspaceNo} and started_at is not null`;
  expect(rows.length).toBeGreaterThan(0);
  return rows.map((row) => row.started_at).filter((at) => times.some(({ from, to }) => at > from && at < to));
}
