import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { holdRun, releaseRun, runCounts, sendBatches } from "@/server/delivery";
import type { FaultPoint } from "@/server/delivery/fault-point";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, addProvider, makeRun, passTime } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const limits = { maxMs: 30_000, maxBatches: 100, leaseSeconds: 30 };
const hooks = globalThis as typeof globalThis & { __carillonFault?: (point: FaultPoint) => void | Promise<void> };
const lost = () => Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });

/** Called with how many chunks were settled so far, after the statement was committed: its answer is lost if it throws. */
let afterSettle: ((nth: number) => void | Promise<void>) | null = null;
let settled = 0;
vi.mock("@/server/delivery/claim", async (original) => {
  const real = await original<typeof import("@/server/delivery/claim")>();
  return {
    ...real,
    async settleChunk(...all: Parameters<typeof real.settleChunk>) {
      const answer = await real.settleChunk(...all);
      settled += 1;
      await afterSettle?.(settled);
      return answer;
    },
  };
});

/** Over SMTP nothing can be asked again, so whoever was never handed over must not look as if he might have been. */
describe("a database that takes a statement and loses its answer, while sending over SMTP", () => {
  useTestDatabase();
  let ctx: Ctx;
  let sink: Awaited<ReturnType<typeof startSmtpSink>>;
  let ref: { workspaceNo: number; runNo: number };
  const PEOPLE = 60;
  beforeEach(async () => {
    settled = 0;
    ctx = await createWorkspace();
    sink = await startSmtpSink();
    await addPeople(ctx, PEOPLE);
    const { port, user } = sink;
    const settings = { kind: "smtp", host: "127.0.0.1", port, security: "none", user, maxConnections: 2 };
    const { providerNo } = await addProvider(ctx, settings, sink.password);
    ref = await makeRun(ctx, { providerNo });
  });
  afterEach(async () => {
    delete hooks.__carillonFault;
    afterSettle = null;
    vi.restoreAllMocks();
    await sink.stop();
  });

  async function everybodyOnce() {
    const to = sink.accepted.map((message) => message.to);
    expect([to.length, new Set(to).size]).toEqual([PEOPLE, PEOPLE]);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: PEOPLE, unknown: 0, pending: 0 });
  }

  it("leaves nobody in doubt when the answer to a settlement is lost and the permits grow old meanwhile", async () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    afterSettle = (nth) => {
      if (nth !== 2) return;
      clock.mockReturnValue(2000);
      throw lost();
    };
    await sendBatches(ref, limits);
    await everybodyOnce();
  });

  it("leaves nobody in doubt when the answer to a settlement is lost and the run is paused meanwhile", async () => {
    vi.spyOn(performance, "now").mockReturnValue(0);
    afterSettle = async (nth) => {
      if (nth !== 2) return;
      await holdRun(ctx, { runNo: ref.runNo });
      throw lost();
    };
    await sendBatches(ref, limits);
    expect(sink.accepted.length).toBeLessThan(PEOPLE);
    await releaseRun(ctx, { runNo: ref.runNo });
    await sendBatches(ref, limits);
    await everybodyOnce();
  });

  it("leaves nobody in doubt when the answer to a grant of permits is lost", async () => {
    let grants = 0;
    hooks.__carillonFault = (point) => {
      if (point === "granted" && ++grants === 2) throw lost();
    };
    await sendBatches(ref, limits);
    await everybodyOnce();
  });

  it("doubles nobody over crashes at every point, and leaves in doubt only who may have been on his way", async () => {
    const points: FaultPoint[] = ["claimed", "granted", "started", "sent", "settled", "finishing"];
    let started = 0;
    for (const point of points) {
      hooks.__carillonFault = (at) => {
        if (at === point) throw new Error("the process is gone");
      };
      await sendBatches(ref, limits).catch(() => {});
      if (point === "granted" || point === "started" || point === "sent" || point === "settled") started += 1;
      await passTime(ref);
    }
    delete hooks.__carillonFault;
    await sendBatches(ref, limits);
    const to = sink.accepted.map((message) => message.to);
    const counts = await runCounts(ctx, { runNo: ref.runNo });
    expect(new Set(to).size).toBe(to.length);
    expect(counts).toMatchObject({ accepted: PEOPLE - counts.unknown, pending: 0, failed: 0 });
    expect(counts.unknown).toBeGreaterThan(0);
    expect(counts.unknown).toBeLessThanOrEqual(started * 8);
    expect(to.length).toBeGreaterThanOrEqual(counts.accepted);
  });

  it("still counts as in doubt whom a call was made for whose answer nobody saw", async () => {
    let calls = 0;
    hooks.__carillonFault = (point) => {
      if (point === "sent" && ++calls === 2) throw new Error("the process is gone");
    };
    await expect(sendBatches(ref, limits)).rejects.toThrow("the process is gone");
    delete hooks.__carillonFault;
    await passTime(ref);
    await sendBatches(ref, limits);
    const to = sink.accepted.map((message) => message.to);
    expect(new Set(to).size).toBe(to.length);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: PEOPLE - 8, unknown: 8, pending: 0 });
  });
});
