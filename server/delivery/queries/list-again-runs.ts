import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { AgainRun } from "@/contracts/delivery";
import { sendRuns } from "@/drizzle/schema/delivery";
import { defineQuery } from "@/server/platform/command";
import { isLocalRun } from "./is-local-run";
import { countRun } from "./run-counts";

/** The sendings in which unknown messages of a run were sent again, oldest first, each with its own numbers. */
export const listAgainRuns = defineQuery({
  name: "delivery.list-again-runs",
  permission: "campaign:read",
  input: z.object({ runNo: z.number().int() }),
  async run(ctx, { runNo }, tx): Promise<(AgainRun & { runNo: number })[]> {
    const runs = await tx
      .select()
      .from(sendRuns)
      .where(and(eq(sendRuns.workspaceNo, ctx.workspaceNo), eq(sendRuns.againOf, runNo)))
      .orderBy(asc(sendRuns.runNo));
    const answer: (AgainRun & { runNo: number })[] = [];
    for (const run of runs)
      answer.push({
        runNo: run.runNo,
        runId: run.id,
        state: run.state,
        problem: run.problem,
        createdAt: run.createdAt.toISOString(),
        counts: await countRun(tx, ctx.workspaceNo, run.runNo, await isLocalRun(tx, ctx.workspaceNo, run.runNo)),
      });
    return answer;
  },
});
