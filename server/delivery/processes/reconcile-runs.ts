import "server-only";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import type { RunRef } from "../load";
import { clearOldWaits } from "../throttle";
import { cancelRest, finishIfDrained } from "./settle-run";

/**
 * The safety net of every sending, over all workspaces: runs with work that is due and nobody at it are announced again;
 * stopped ones are settled, drained ones ended. Leans on the partial index of open runs. Every later statement binds the
 * workspace of the row found here.
 */
export async function reconcileRuns(now: Date): Promise<{ woken: number; ended: number }> {
  await clearOldWaits();
  const open = await pipelineSql()<
    { workspace_no: number; run_no: number; state: string; due: boolean; open: number }[]
  >`
    select r.workspace_no, r.run_no, r.state,
           coalesce(bool_or((r.wait_until is null or r.wait_until <= now()) and (
                            (b.state = 0 and (b.not_before is null or b.not_before <= now()))
                         or (b.state = 1 and b.lease_until < now()))), false) as due,
           count(b.batch_no)::int as open
      from send_runs r
      left join send_batches b on b.workspace_no = r.workspace_no and b.run_no = r.run_no and b.state <> 2
     where r.finished_at is null and (r.state = 'stopped' or (r.state = 'ready' and r.audience_at is not null))
     group by r.workspace_no, r.run_no, r.state`;
  let [woken, ended] = [0, 0];
  for (const run of open) {
    const ref: RunRef = { workspaceNo: run.workspace_no, runNo: run.run_no };
    if (run.state === "stopped") await cancelRest(ref);
    if (run.state === "stopped" || run.open === 0) {
      if (await finishIfDrained(ref)) ended += 1;
    } else if (run.due) {
      await announce(ref, now);
      woken += 1;
    }
  }
  return { woken, ended };
}

const announce = ({ workspaceNo, runNo }: RunRef, now: Date): Promise<void> =>
  inPipeline((tx) =>
    emitEvents(tx, { workspaceNo, now, traceId: currentTraceId() }, [
      { name: "delivery.run-ready", data: { workspaceNo, runNo } },
    ]),
  );
