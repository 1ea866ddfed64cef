import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { inPipeline } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import type { RunRef } from "../load";

/** Holds a run nobody can be reached by (wrong credentials, deleted provider) and says why. Once; more calls do nothing. */
export async function holdForProblem(ref: RunRef, problem: string): Promise<void> {
  if (await hold(ref, problem, sql``, sql``)) logger().warn(ref, "sending held: the provider refuses us");
}

/** Holds a run too much came back of, brake and hold in one; unless a person let it go on. True when it was held now. */
export async function holdByBrake(ref: RunRef, note: string): Promise<boolean> {
  const isHeld = await hold(
    ref,
    note,
    sql`, brake = 'halted', brake_note = ${note}`,
    sql`and brake is distinct from 'overridden'`,
  );
  if (isHeld) logger().warn(ref, "sending held: too much came back");
  return isHeld;
}

function hold({ workspaceNo, runNo }: RunRef, problem: string, also: SQL, only: SQL): Promise<boolean> {
  return inPipeline(async (tx) => {
    const held = await tx.execute(sql`
      update send_runs set state = 'held', problem = ${problem.slice(0, 500)} ${also}
       where workspace_no = ${workspaceNo} and run_no = ${runNo} and state = 'ready' ${only} returning 1`);
    if (held.length === 0) return false;
    await emitEvents(tx, { workspaceNo, now: new Date(), traceId: currentTraceId() }, [
      { name: "delivery.run-held", data: { workspaceNo, runNo, problem: problem.slice(0, 500) } },
    ]);
    return true;
  });
}
