import "server-only";
import { randomUUID } from "node:crypto";
import type { SendRunState } from "@/contracts/delivery";
import { workspaceByNo } from "@/server/access";
import { openProvider } from "@/server/channels";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { outlastOutage } from "@/server/platform/outage";
import { stoppingSignal } from "@/server/platform/shutdown";
import { type Claim, claimBatch, finishBatch, keepLease, releaseBatch } from "../claim";
import { faultPoint } from "../fault-point";
import { type RunRef, readRun, type SendRun } from "../load";
import { createRenderer } from "../render-message";
import { retryDelaySeconds } from "../rules/backoff";
import { spreadSeconds } from "../rules/quiet-hours";
import { readLimits, waitRun } from "../throttle";
import { circuitSeconds, noteFailure, noteSuccess } from "./circuit";
import { holdForProblem } from "./hold-for-problem";
import { sendBatch } from "./send-batch";
import type { Road } from "./send-chunk";

export type SendLimits = {
  /** Stop taking new batches after this time or this many; the batch in hand is finished. */
  maxMs: number;
  maxBatches: number;
  leaseSeconds?: number;
};
/** `waiting` batches are not done yet; the earliest of them may be tried at `nextAt` (null: now). */
export type SendProgress = { state: SendRunState | "gone"; done: number; waiting: number; nextAt: string | null };

const LEASE_SECONDS = 20;
const NO_ANSWER = "The provider did not take messages five times in a row; it is tried again every minute.";
const OUTAGE_MS = 120_000;

/**
 * One lane of a run: claims batch after batch and sends it, until the limits, a pause, or nothing is due. Any number of
 * lanes may run at once, in any process; a lane that dies loses nothing (claim.ts, docs/adr/0005-sending.md).
 */
export async function sendBatches(ref: RunRef, limits: SendLimits): Promise<SendProgress> {
  const until = performance.now() + limits.maxMs;
  const road = await patiently(() => openRoad(ref));
  let done = 0;
  while (road && done < limits.maxBatches && performance.now() < until && !stoppingSignal().aborted) {
    const seconds = await patiently(() => circuitSeconds(road.run));
    if (seconds !== null) {
      await waitRun(ref, { seconds, reason: NO_ANSWER, isRun: true });
      break;
    }
    const claim = await patiently(() => claimBatch(ref, randomUUID(), limits.leaseSeconds ?? LEASE_SECONDS));
    if (!claim) break;
    const stopKeeping = keepLease(claim);
    const next = await work(road, claim).finally(stopKeeping);
    if (next === "done") done += 1;
    if (next === "stop") break;
  }
  return { ...(await patiently(() => readProgress(ref))), done };
}

/** Sends a claimed batch and gives it back or ends it. */
async function work(road: Road, claim: Claim): Promise<"done" | "next" | "stop"> {
  const ref: RunRef = claim;
  await faultPoint("claimed");
  const end = await patiently(() => sendBatch(road, claim));
  if (claim.hasAccepted || end.kind === "complete") await patiently(() => noteSuccess(road.run));
  else if (end.kind === "later") await patiently(() => noteFailure(road.run, end.detail));
  switch (end.kind) {
    case "complete":
      await faultPoint("finishing");
      if (await patiently(() => finishBatch(claim))) return "done";
      await releaseBatch(claim, { delaySeconds: 5 });
      return "next";
    case "later": {
      const delaySeconds = retryDelaySeconds(claim.attempts, end.retryAfterSeconds, Math.random());
      await patiently(() => releaseBatch(claim, { delaySeconds, problem: end.detail }));
      return "next";
    }
    case "problem":
      await holdForProblem(ref, end.detail);
      await releaseBatch(claim, { isPause: true, problem: end.detail });
      return "stop";
    case "quiet": {
      const delaySeconds = end.waitSeconds + spreadSeconds(claim.batchNo);
      await patiently(() => releaseBatch(claim, { delaySeconds, isPause: true, isQuiet: true }));
      return "next";
    }
    case "waits": {
      const { seconds, reason, isRun } = end.wait;
      if (isRun) await patiently(() => waitRun(ref, end.wait));
      await patiently(() =>
        releaseBatch(claim, { delaySeconds: isRun ? 0 : Math.ceil(seconds), problem: reason, isPause: true }),
      );
      return isRun ? "stop" : "next";
    }
    case "halted":
      await patiently(() => releaseBatch(claim, { isPause: true }));
      return "stop";
    case "lost":
      return "next";
  }
}

/**
 * Goes on where it was once the database is back. Everything here may run twice: what the lost answer had decided is
 * found in the tables, an open chunk included, and a batch another worker has taken meanwhile is let go.
 */
const patiently = <T>(step: () => Promise<T>): Promise<T> =>
  outlastOutage(step, { withinMs: OUTAGE_MS, isOver: () => stoppingSignal().aborted });

async function openRoad(ref: RunRef): Promise<Road | null> {
  const run = await readRun(ref);
  if (run?.state !== "ready") return null;
  const provider = await openProvider(ref.workspaceNo, run.providerNo);
  if (!provider) {
    await holdForProblem(ref, "The provider of this sending was deleted.");
    return null;
  }
  try {
    const limits = await readLimits(run);
    return { run, provider, limits, render: await rendererOf(run), pace: { grant: provider.maxBatch } };
  } catch (error) {
    // A document that does not compile will not compile later either; somebody has to look at it.
    if (!(error instanceof AppError)) throw error;
    await holdForProblem(ref, error.message);
    return null;
  }
}

async function rendererOf(run: SendRun) {
  const workspace = await workspaceByNo(run.workspaceNo);
  return createRenderer(run, {
    workspaceId: workspace.workspaceId,
    workspaceName: workspace.name,
    postalAddress: workspace.postalAddress,
    timeZone: workspace.timeZone,
    locale: workspace.locale,
    currency: workspace.currency,
  });
}

/** Where the run stands: batches not done, and when the next of them may be tried (null: at once). */
export async function readProgress({ workspaceNo, runNo }: RunRef): Promise<Omit<SendProgress, "done">> {
  const [row] = await pipelineSql()<{ state: SendRunState; waiting: number; next_at: Date | null }[]>`
    select r.state, count(b.batch_no)::int as waiting,
           greatest(case when count(*) filter (where b.state = 0 and (b.not_before is null or b.not_before <= now())) = 0
                then min(case when b.state = 1 then b.lease_until else b.not_before end) end,
             case when r.wait_until > now() then r.wait_until end) as next_at
      from send_runs r
      left join send_batches b on b.workspace_no = r.workspace_no and b.run_no = r.run_no and b.state <> 2
     where r.workspace_no = ${workspaceNo} and r.run_no = ${runNo}
     group by r.state, r.wait_until`;
  if (!row) return { state: "gone", waiting: 0, nextAt: null };
  return { state: row.state, waiting: row.waiting, nextAt: row.next_at?.toISOString() ?? null };
}
