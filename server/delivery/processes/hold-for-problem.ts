import "server-only";
import { sql } from "drizzle-orm";
import { inPipeline } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import type { RunRef } from "../load";

/** Holds a run nobody can be reached by (wrong credentials, deleted provider) and says why. Once; more calls do nothing. */
export async function holdForProblem({ workspaceNo, runNo }: RunRef, problem: string): Promise<void> {
  await inPipeline(async (tx) => {
    const held = await tx.execute(sql`
      update send_runs set state = 'held', problem = ${problem.slice(0, 500)}
       where workspace_no = ${workspaceNo} and run_no = ${runNo} and state = 'ready' returning 1`);
    if (held.length === 0) return;
    await emitEvents(tx, { workspaceNo, now: new Date(), traceId: currentTraceId() }, [
      { name: "delivery.run-held", data: { workspaceNo, runNo, problem: problem.slice(0, 500) } },
    ]);
  });
  logger().warn({ workspaceNo, runNo }, "sending held: the provider refuses us");
}
