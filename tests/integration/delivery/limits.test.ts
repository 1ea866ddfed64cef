import { describe, expect, it } from "vitest";
import type { ProviderLimits } from "@/contracts/throttles";
import {
  driveRun,
  passBrake,
  providerStates,
  reconcileRuns,
  releaseRun,
  runCounts,
  runStanding,
  sendBatches,
  watchBrakes,
} from "@/server/delivery";
import type { FaultPoint } from "@/server/delivery/fault-point";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { startResendServer } from "../../support/resend-server";
import { addPeople, addProvider, LETTER, makeRun } from "../../support/sending";

const limits = { maxMs: 30_000, maxBatches: 100, leaseSeconds: 30 };
const hooks = globalThis as typeof globalThis & { __carillonFault?: (point: FaultPoint) => void };

type Ref = { workspaceNo: number; runNo: number };
const limitProvider = (ctx: Ctx, given: ProviderLimits, providerNo = 1) => {
  const sql = pipelineSql();
  return sql`update providers set limits = ${sql.json(given as never)}
    where workspace_no = ${ctx.workspaceNo} and provider_no = ${providerNo}`;
};
/** As if this much time had passed: what was counted lies further back, and who waited has waited. */
async function later(ctx: Ctx, seconds: number): Promise<void> {
  const sql = pipelineSql();
  await sql`update send_counts set slot = slot - ${Math.ceil(seconds / 5)}::int where workspace_no = ${ctx.workspaceNo} and scope <> 'day'`;
  await sql`update send_runs set wait_until = wait_until - ${`${seconds} s`}::interval where workspace_no = ${ctx.workspaceNo}`;
  await sql`update send_batches set not_before = not_before - ${`${seconds} s`}::interval where workspace_no = ${ctx.workspaceNo}`;
}
const sent = async (ref: Ref) => {
  const [row] = await pipelineSql()`
    select count(*)::int as n from deliveries where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and status = 1`;
  return Number(row?.n);
};
const standing = (ctx: Ctx, { runNo }: Ref) =>
  inWorkspace(ctx.workspaceNo, (tx) => runStanding(tx, ctx.workspaceNo, runNo, new Date()));
const fresh = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date() });

describe("limits on how fast and how much is sent", () => {
  useTestDatabase();

  it("hold over any number of workers, make the run wait with its reason, and lose nobody", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 100);
    await limitProvider(ctx, { perMinute: 60 });
    const ref = await makeRun(ctx);
    const workers = () => Promise.all([1, 2, 3].map(() => sendBatches(ref, limits)));
    await workers();
    // A twelfth of the minute in one slot; a slot may end while three workers ask.
    const first = await sent(ref);
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThanOrEqual(10);
    expect((await standing(ctx, ref)).waits?.reason).toContain("60 messages a minute");
    const { waitUntil } = await driveRun(ref);
    expect(waitUntil).not.toBeNull();
    expect(await reconcileRuns(new Date())).toMatchObject({ woken: 0 });
    await later(ctx, 30);
    await workers();
    for (let round = 0; round < 40 && (await sent(ref)) < 100; round += 1) {
      await later(ctx, 10);
      await sendBatches(ref, limits);
    }
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: 100, pending: 0, failed: 0 });
    const [most] =
      await pipelineSql()`select max(deliveries)::int as n from local_messages where workspace_no = ${ctx.workspaceNo}`;
    expect(most?.n).toBe(1);
  });

  it("of a campaign hold beside a faster provider, and a domain's hold only its own people", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 40);
    await pipelineSql()`update contacts set email = 'q' || contact_no || '@slow.example', email_key = 'q' || contact_no || '@slow.example'
      where workspace_no = ${ctx.workspaceNo} and contact_no <= 20`;
    await limitProvider(ctx, { domains: [{ domain: "slow.example", perMinute: 12 }] });
    const ref = await makeRun(ctx);
    await sendBatches(ref, limits);
    const bySlow = await pipelineSql()`
      select to_address like '%slow.example' as slow, count(*)::int as n from local_messages
       where workspace_no = ${ctx.workspaceNo} group by 1 order by 1`;
    expect(bySlow[0]).toEqual({ slow: false, n: 20 });
    expect(bySlow[1]?.n).toBeLessThanOrEqual(2);
    expect(await standing(ctx, ref)).toMatchObject({ waits: null });
    const own = await makeRun(ctx, { content: { ...LETTER, perMinute: 24 } });
    await sendBatches(own, limits);
    expect(await sent(own)).toBeLessThanOrEqual(4);
    expect((await standing(ctx, own)).waits?.reason).toContain("campaign's own limit");
  });

  it("of a warm-up plan send a day's share, defer the rest with its reason, and let it go on the next day", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 50);
    // Days before the first are as the first, whatever today is.
    const today = "2999-01-01";
    await limitProvider(ctx, { warmUp: { startsOn: today, firstDay: 20, growth: 2, target: 10_000, hour: 9 } });
    const ref = await makeRun(ctx);
    await sendBatches(ref, limits);
    await later(ctx, 5);
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(20);
    const { waits } = await standing(ctx, ref);
    expect(waits?.reason).toContain("the 20 messages of today are sent");
    expect((await providerStates(fresh(ctx), {})).data[0]?.warmUp).toMatchObject({ perDay: 20, used: 20 });
    expect(Date.parse(waits?.until ?? "")).toBeGreaterThan(Date.now());
    await pipelineSql()`update send_counts set slot = slot - 1 where workspace_no = ${ctx.workspaceNo}`;
    await later(ctx, 48 * 3600);
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(40);
  });

  it("of a warm-up plan are used up by whoever is there, and a run waits no longer than the plan does", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 50);
    const warmUp = { startsOn: "2999-01-01", firstDay: 20, growth: 2, target: 10_000, hour: 9 };
    await limitProvider(ctx, { warmUp });
    const [ref, rival, tomorrow] = [await makeRun(ctx), await makeRun(ctx), await makeRun(ctx)];
    const sql = pipelineSql();
    await sql`update send_batches set not_before = now() + interval '1 day'
      where workspace_no = ${ctx.workspaceNo} and run_no = ${tomorrow.runNo}`;
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(10);
    await sql`update send_runs set state = 'held' where workspace_no = ${ctx.workspaceNo} and run_no = ${rival.runNo}`;
    await later(ctx, 5);
    await sendBatches(ref, limits);
    await later(ctx, 5);
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(20);
    const untilTomorrow = (await standing(ctx, ref)).waits?.until ?? "";
    expect(Date.parse(untilTomorrow)).toBeGreaterThan(Date.now());
    await sql`update send_runs set wait_until = now() + interval '9 hours' where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo}`;
    await sql`update providers set updated_at = now() - interval '1 hour' where workspace_no = ${ctx.workspaceNo}`;
    await reconcileRuns(new Date());
    expect((await standing(ctx, ref)).waits).not.toBeNull();
    await sql`update providers set limits = '{}', updated_at = now() where workspace_no = ${ctx.workspaceNo}`;
    await reconcileRuns(new Date());
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(50);
  });

  it("share one provider fairly between runs, and another workspace's limits are its own", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    for (const one of [ctx, other]) await addPeople(one, 60);
    await limitProvider(ctx, { perMinute: 240 });
    const [a, b, free] = [await makeRun(ctx), await makeRun(ctx), await makeRun(other)];
    await sendBatches(a, { ...limits, maxBatches: 1 });
    await sendBatches(b, { ...limits, maxBatches: 1 });
    expect(Math.min(await sent(a), await sent(b))).toBeGreaterThanOrEqual(5);
    await sendBatches(free, limits);
    expect(await sent(free)).toBe(60);
  });
});

describe("a provider that does not answer", () => {
  useTestDatabase();

  it("is left alone for a minute after five failures, by every worker, then tried once", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3);
    const server = await startResendServer();
    const { providerNo } = await addProvider(
      ctx,
      { kind: "resend", baseUrl: server.url, callsPerSecond: 1000 },
      server.apiKey,
    );
    const ref = await makeRun(ctx, { providerNo });
    server.state.behaviour = "throttle";
    for (let i = 0; i < 8; i += 1) {
      await later(ctx, 90_000);
      await sendBatches(ref, limits);
    }
    expect(server.state.calls).toBe(5);
    expect((await standing(ctx, ref)).waits?.reason).toContain("five times in a row");
    const [state] = (await providerStates(fresh(ctx), {})).data.filter((one) => one.pausedUntil);
    expect(state).toMatchObject({ failuresInARow: 5, lastFailure: expect.stringContaining("429") });
    await pipelineSql()`update provider_health set open_until = now() - interval '1 s' where workspace_no = ${ctx.workspaceNo}`;
    await later(ctx, 90_000);
    await Promise.all([1, 2, 3].map(() => sendBatches(ref, limits)));
    expect(server.state.calls).toBe(6);
    server.state.behaviour = "ok";
    await pipelineSql()`update provider_health set open_until = now() - interval '1 s' where workspace_no = ${ctx.workspaceNo}`;
    await later(ctx, 90_000);
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(3);
    expect((await providerStates(fresh(ctx), {})).data.map((one) => one.failuresInARow)).toEqual([0, 0]);
    await server.stop();
  });

  it("is there again once it took anybody, in a batch that waits for a limit or that it did not take to the end", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 150);
    const server = await startResendServer();
    const settings = { kind: "resend", baseUrl: server.url, callsPerSecond: 1000 };
    const { providerNo } = await addProvider(ctx, settings, server.apiKey);
    const fail = () => pipelineSql()`
      insert into provider_health (workspace_no, provider_no, failures, open_until)
      values (${ctx.workspaceNo}, ${providerNo}, 5, now()) on conflict (workspace_no, provider_no) do update set failures = 5, open_until = now()`;
    const failures = async () =>
      (await providerStates(fresh(ctx), {})).data.map((one) => one.failuresInARow).reduce((a, b) => a + b);
    await fail();
    const ref = await makeRun(ctx, { providerNo });
    hooks.__carillonFault = (point) => {
      if (point === "sent") server.state.behaviour = "throttle";
    };
    await sendBatches(ref, { ...limits, maxBatches: 1 });
    delete hooks.__carillonFault;
    expect(await sent(ref)).toBe(100);
    expect(await failures()).toBe(0);
    server.state.behaviour = "ok";
    await fail();
    await limitProvider(ctx, { perMinute: 60 }, providerNo);
    await later(ctx, 90_000);
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBeLessThan(150);
    expect(await sent(ref)).toBeGreaterThan(100);
    expect(await failures()).toBe(0);
    await server.stop();
  });
});

describe("too many bounces", () => {
  useTestDatabase();

  it("halt a run with the numbers; only who may manage providers lets it go on, and then for good", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1300);
    const ref = await makeRun(ctx);
    await sendBatches(ref, { ...limits, maxBatches: 1 });
    const bounce = (count: number) => pipelineSql()`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, bounce_class, at, source)
      select workspace_no, run_no, batch_no, seq, contact_no, 'bounced', 'hard', now(), 'test' from run_recipients
       where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo} and batch_no = 1 and seq < ${count}`;
    await bounce(30);
    await bounce(30);
    expect(await watchBrakes()).toEqual({ warned: 1, halted: 0 });
    expect(await watchBrakes()).toEqual({ warned: 0, halted: 0 });
    expect((await standing(ctx, ref)).brake).toMatchObject({ level: "warned" });
    await bounce(60);
    expect(await watchBrakes()).toEqual({ warned: 0, halted: 1 });
    expect(await standing(ctx, ref)).toMatchObject({
      problem: expect.stringContaining("60 of 1,000 messages bounced (6.0 %)"),
      brake: { level: "halted" },
    });
    expect(await releaseRun(ctx, { runNo: ref.runNo })).toEqual({ state: "held" });
    const manager = as(ctx, "campaign_manager");
    await expect(passBrake(manager, { runNo: ref.runNo })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await passBrake(ctx, { runNo: ref.runNo });
    expect(await releaseRun(manager, { runNo: ref.runNo })).toEqual({ state: "ready" });
    expect(await watchBrakes()).toEqual({ warned: 0, halted: 0 });
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(1300);
  });

  it("hold a run whose halt was written without its hold", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 10);
    const ref = await makeRun(ctx);
    await pipelineSql()`update send_runs set brake = 'halted', brake_note = '6 of 10 bounced'
      where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo}`;
    expect(await watchBrakes()).toEqual({ warned: 0, halted: 1 });
    expect(await standing(ctx, ref)).toMatchObject({ problem: "6 of 10 bounced", brake: { level: "halted" } });
    await sendBatches(ref, limits);
    expect(await sent(ref)).toBe(0);
  });
});
