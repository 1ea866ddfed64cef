import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createRun,
  driveRun,
  holdRun,
  reconcileRuns,
  releaseRun,
  runCounts,
  sendBatches,
  stopRun,
} from "@/server/delivery";
import type { FaultPoint } from "@/server/delivery/fault-point";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, LETTER, makeRun, passTime } from "../../support/sending";

const limits = { maxMs: 30_000, maxBatches: 100, leaseSeconds: 30 };
const hooks = globalThis as typeof globalThis & { __carillonFault?: (point: FaultPoint) => void };

/** Every grant takes no time, so the next is twice as large however slow the machine is: 100, 200, 400, 300 people. */
const stoppedClock = () => vi.spyOn(performance, "now").mockReturnValue(0);

type Ref = { workspaceNo: number; runNo: number };
const inbox = async ({ workspaceNo }: Ref) => {
  const [row] = await pipelineSql()<{ messages: number; people: number; most: number }[]>`
    select count(*)::int as messages, count(distinct to_address)::int as people, coalesce(max(deliveries), 0)::int as most
      from local_messages where workspace_no = ${workspaceNo}`;
  return { messages: row?.messages, people: row?.people, most: row?.most };
};

describe("sending a run", () => {
  useTestDatabase();
  afterEach(() => {
    delete hooks.__carillonFault;
    vi.restoreAllMocks();
  });

  it("writes to every person of the audience once, and its counters equal its rows", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1234);
    const ref = await makeRun(ctx);
    await Promise.all([sendBatches(ref, limits), sendBatches(ref, limits), sendBatches(ref, limits)]);
    expect(await driveRun(ref)).toMatchObject({ isOver: true, state: "done" });
    expect(await inbox(ref)).toEqual({ messages: 1234, people: 1234, most: 1 });
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({
      audience: 1234,
      accepted: 1234,
      pending: 0,
      skipped: 0,
    });
    const [sum] = await pipelineSql()`
      select sum(accepted)::int as accepted, sum(size)::int as size from send_batches
       where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo}`;
    expect(sum).toEqual({ accepted: 1234, size: 1234 });
  });

  it("gives everybody who is left out the reason, in the audience and at the last moment", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 30);
    const sql = pipelineSql();
    await sql`update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no = 1`;
    await sql`update contacts set email = null, email_key = null where workspace_no = ${ctx.workspaceNo} and contact_no = 2`;
    const ref = await makeRun(ctx, { isHeld: true });
    await sql`update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no = 3`;
    await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
      values (${ctx.workspaceNo}, 'email', 'p4@people.example', 'complaint', now(), 'provider')`;
    await releaseRun(ctx, { runNo: ref.runNo });
    await sendBatches(ref, limits);
    const counts = await runCounts(ctx, { runNo: ref.runNo });
    expect(counts).toMatchObject({ audience: 30, accepted: 26, skipped: 4, pending: 0 });
    expect(counts.skips).toEqual(
      expect.arrayContaining([
        { reason: "opted_out", people: 2 },
        { reason: "no_address", people: 1 },
        { reason: "suppressed_complaint", people: 1 },
      ]),
    );
    expect((await inbox(ref)).messages).toBe(26);
  });

  it("makes one run of fifty launches at once, and one audience", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 10);
    const launches = await Promise.all(
      Array.from({ length: 50 }, () =>
        createRun(ctx, { kind: "campaign", sourceNo: 7, launchKey: "launch", providerNo: 1, content: LETTER }),
      ),
    );
    expect(new Set(launches.map((l) => l.runNo)).size).toBe(1);
    expect(launches.filter((l) => l.isNew)).toHaveLength(1);
  });

  it("takes nobody while held, everybody once after the release, and cancels the rest on stop", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1500);
    const ref = await makeRun(ctx);
    let chunks = 0;
    let holding: Promise<unknown> | undefined;
    stoppedClock();
    hooks.__carillonFault = (point) => {
      if (point === "sent" && ++chunks === 5) holding = holdRun(ctx, { runNo: ref.runNo });
      return holding as never;
    };
    await sendBatches(ref, limits);
    delete hooks.__carillonFault;
    const held = await runCounts(ctx, { runNo: ref.runNo });
    expect(held.accepted).toBe(500);
    await sendBatches(ref, limits);
    expect((await inbox(ref)).messages).toBe(500);
    await releaseRun(ctx, { runNo: ref.runNo });
    await sendBatches(ref, { ...limits, maxBatches: 1 });
    await stopRun(ctx, { runNo: ref.runNo });
    await sendBatches(ref, limits);
    expect(await driveRun(ref)).toMatchObject({ isOver: true, state: "stopped" });
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: 1000, cancelled: 500, pending: 0 });
    expect(await inbox(ref)).toEqual({ messages: 1000, people: 1000, most: 1 });
  });

  it("asks again about everybody whose permit has grown old, so a no that came meanwhile is heard", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1000);
    const ref = await makeRun(ctx);
    const clock = stoppedClock();
    let chunks = 0;
    // Within the grant of the fourth to seventh hundred: two seconds pass, and somebody of the seventh says no.
    hooks.__carillonFault = async (point) => {
      if (point !== "sent" || ++chunks !== 5) return;
      clock.mockReturnValue(2000);
      await pipelineSql()`
        update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no = 650`;
    };
    await sendBatches(ref, limits);
    expect(chunks).toBeGreaterThan(5);
    const counts = await runCounts(ctx, { runNo: ref.runNo });
    expect(counts).toMatchObject({ accepted: 999, skipped: 1, pending: 0 });
    expect(counts.skips).toEqual([{ reason: "opted_out", people: 1 }]);
    expect(await inbox(ref)).toEqual({ messages: 999, people: 999, most: 1 });
  });

  it("loses nobody and doubles nobody over 54 crashes at every point of a sending", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3000);
    const ref = await makeRun(ctx);
    const points: FaultPoint[] = ["claimed", "granted", "started", "sent", "settled"];
    let crashes = 0;
    for (let round = 0; round < 54; round += 1) {
      const point = round === 25 || round === 45 ? "finishing" : points[round % points.length];
      hooks.__carillonFault = (at) => {
        if (at === point) throw new Error("crash");
      };
      await sendBatches(ref, limits).catch(() => {
        crashes += 1;
      });
      await passTime(ref);
    }
    delete hooks.__carillonFault;
    expect(crashes).toBe(54);
    await sendBatches(ref, limits);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: 3000, unknown: 0, pending: 0 });
    expect(await inbox(ref)).toMatchObject({ messages: 3000, people: 3000 });
  });

  it("finds a run whose worker died and ends one that is drained", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 50);
    const ref = await makeRun(ctx);
    hooks.__carillonFault = (point) => {
      if (point === "sent") throw new Error("crash");
    };
    await sendBatches(ref, limits).catch(() => {});
    delete hooks.__carillonFault;
    expect(await events(ref, "delivery.run-ready")).toBe(1);
    await passTime(ref);
    await reconcileRuns(new Date());
    expect(await events(ref, "delivery.run-ready")).toBe(2);
    await sendBatches(ref, limits);
    await reconcileRuns(new Date());
    await reconcileRuns(new Date());
    expect(await events(ref, "delivery.run-drained")).toBe(1);
    expect(await inbox(ref)).toEqual({ messages: 50, people: 50, most: 2 });
  });

  it("keeps two workspaces with equal numbers apart", async () => {
    const [a, b] = [await createWorkspace(), await createWorkspace()];
    await addPeople(a, 20);
    await addPeople(b, 30);
    const [runA, runB] = [await makeRun(a), await makeRun(b)];
    expect(runA.runNo).toBe(runB.runNo);
    await sendBatches(runA, limits);
    expect((await inbox(runB)).messages).toBe(0);
    await stopRun(b, { runNo: runB.runNo });
    await driveRun(runB);
    expect(await runCounts(a, { runNo: runA.runNo })).toMatchObject({ accepted: 20, cancelled: 0 });
    expect(await runCounts(b, { runNo: runB.runNo })).toMatchObject({ accepted: 0, cancelled: 30 });
  });
});

async function events(ref: Ref, name: string): Promise<number> {
  const [row] = await pipelineSql()<{ n: number }[]>`
    select count(*)::int as n from wf.inbox where name = ${name} and workspace_no = ${ref.workspaceNo}`;
  return row?.n ?? 0;
}
