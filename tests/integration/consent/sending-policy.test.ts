import { describe, expect, it } from "vitest";
import { SKIP_CODES } from "@/contracts/delivery";
import { previewAudience } from "@/server/campaigns";
import { requestPermits, setSendingPolicy } from "@/server/consent";
import { holdRun, releaseRun, sendBatches } from "@/server/delivery";
import { countRecentMarketing } from "@/server/delivery/count-recent";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, LETTER, makeRun, passTime } from "../../support/sending";

const LIMITS = { maxMs: 60_000, maxBatches: 10 };

async function verdicts(ctx: Ctx) {
  return pipelineSql()<{ contact_no: string; got: number; capped: number; expired: number; rows: number }[]>`
    select contact_no, count(*)::int as rows, count(*) filter (where status = 1)::int as got,
           count(*) filter (where skip = ${SKIP_CODES.capped})::int as capped,
           count(*) filter (where skip = ${SKIP_CODES.quiet_expired})::int as expired
      from deliveries where workspace_no = ${ctx.workspaceNo} group by contact_no order by contact_no`;
}

describe("the limit of a workspace", () => {
  useTestDatabase();

  it("is never exceeded by eight sendings at once, and everybody gets exactly as many as it allows", async () => {
    const ctx = await createWorkspace();
    const neighbour = await createWorkspace();
    await setSendingPolicy(ctx, { cap: { count: 2, days: 7 }, quietHours: null });
    for (const workspace of [ctx, neighbour]) await addPeople(workspace, 12);
    const runs = await Promise.all([ctx, neighbour].flatMap((own) => Array.from({ length: 8 }, () => makeRun(own))));
    const send = () => Promise.all(runs.map((run) => sendBatches(run, LIMITS)));
    await send();
    for (const run of runs) await passTime(run);
    await send();
    expect((await verdicts(ctx)).map((row) => [row.got, row.capped])).toEqual(Array.from({ length: 12 }, () => [2, 6]));
    // Next door the same numbers of people, and no limit.
    expect((await verdicts(neighbour)).every((row) => row.got === 8)).toBe(true);
    const audience = {
      include: [],
      exclude: [],
      condition: { kind: "group" as const, op: "all" as const, children: [] },
    };
    expect(await previewAudience(ctx, audience)).toMatchObject({
      steps: [{ code: "capped", people: 12 }],
      willReceive: 0,
    });
    expect(await previewAudience(neighbour, audience)).toMatchObject({ steps: [], willReceive: 12 });
  });

  it("counts to the millisecond what lies within its days, and asks nothing of mail that is not marketing", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    await sendBatches(await makeRun(ctx), LIMITS);
    await setSendingPolicy(ctx, { cap: { count: 1, days: 7 }, quietHours: null });
    const ask = (offset: string, purpose: "marketing" | "transactional" | "test" = "marketing") =>
      pipelineSql().begin(async (tx) => {
        await tx`update deliveries set at = date_trunc('milliseconds', now()) - interval '7 days' + ${offset}::interval
                  where workspace_no = ${ctx.workspaceNo}`;
        const answer = await requestPermits(tx, {
          workspaceNo: ctx.workspaceNo,
          purpose,
          channel: "email",
          recipients: [{ seq: 0, contactNo: 1 }],
          countRecent: countRecentMarketing,
        });
        return answer.refusals[0]?.reason ?? "permitted";
      });
    expect([await ask("-1 ms"), await ask("0"), await ask("1 ms")]).toEqual(["permitted", "permitted", "capped"]);
    expect([await ask("1 ms", "transactional"), await ask("1 ms", "test")]).toEqual(["permitted", "permitted"]);
  });
});

describe("quiet hours", () => {
  useTestDatabase();

  const clock = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
  /** Three hours around now in UTC; six hours to the east they are over. */
  async function quietNow() {
    const ctx = await createWorkspace();
    await addPeople(ctx, 6);
    await pipelineSql()`update workspaces set time_zone = 'UTC' where workspace_no = ${ctx.workspaceNo}`;
    await pipelineSql()`update contacts set time_zone = 'Etc/GMT-6'
      where workspace_no = ${ctx.workspaceNo} and contact_no <= 2`;
    await setSendingPolicy(ctx, { cap: null, quietHours: { from: clock(-60), to: clock(120) } });
    return ctx;
  }

  it("keep those back for whom it is night, write to the others, and write to each once when they are over", async () => {
    const ctx = await quietNow();
    const run = await makeRun(ctx);
    const progress = await sendBatches(run, LIMITS);
    expect((await verdicts(ctx)).map((row) => Number(row.contact_no))).toEqual([1, 2]);
    expect(progress).toMatchObject({ state: "ready", waiting: 1 });
    expect(Date.parse(progress.nextAt ?? "")).toBeGreaterThan(Date.now());
    await passTime(run);
    await sendBatches(run, LIMITS);
    expect(await verdicts(ctx)).toHaveLength(2);
    await setSendingPolicy(ctx, { cap: null, quietHours: null });
    await passTime(run);
    expect((await sendBatches(run, LIMITS)).waiting).toBe(0);
    expect((await verdicts(ctx)).map((row) => [row.rows, row.got])).toEqual(Array.from({ length: 6 }, () => [1, 1]));
  });

  it("let a message expire with its reason after 72 hours of them, whatever it waited for before, and hold back nothing but marketing", async () => {
    const ctx = await quietNow();
    const old = await makeRun(ctx);
    await pipelineSql()`update send_runs set created_at = now() - interval '73 hours'
      where workspace_no = ${ctx.workspaceNo} and run_no = ${old.runNo}`;
    // Three days of a limit or a pause: the quiet hours begin now.
    expect((await sendBatches(old, LIMITS)).waiting).toBe(1);
    expect(await verdicts(ctx)).toHaveLength(2);
    const quietFor = async (hours: number) => {
      await pipelineSql()`update send_batches set quiet_since = quiet_since - ${`${hours} h`}::interval
        where workspace_no = ${ctx.workspaceNo} and run_no = ${old.runNo}`;
      await passTime(old);
      return (await sendBatches(old, LIMITS)).waiting;
    };
    expect(await quietFor(71)).toBe(1);
    await holdRun(ctx, { runNo: old.runNo });
    await releaseRun(ctx, { runNo: old.runNo });
    expect(await quietFor(2)).toBe(1);
    expect(await quietFor(73)).toBe(0);
    expect((await verdicts(ctx)).map((row) => [row.got, row.expired])).toEqual([
      ...Array.from({ length: 2 }, () => [1, 0]),
      ...Array.from({ length: 4 }, () => [0, 1]),
    ]);
    const receipt = await makeRun(ctx, { content: { ...LETTER, purpose: "transactional" } });
    expect((await sendBatches(receipt, LIMITS)).waiting).toBe(0);
  });
});
