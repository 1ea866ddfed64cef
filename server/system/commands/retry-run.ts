import "server-only";
import { z } from "zod";
import { retryRun as retryEngineRun } from "@/server/engine";
import { defineCommand } from "@/server/platform/command";
import { pipelineSql } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { loadRun } from "../load";
import { runId } from "../queries/list-runs";

const REFUSALS = {
  active: "This run has not ended yet, so it cannot be started again.",
  superseded: "A newer run of the same work is under way, so this one was not started again.",
};

/**
 * Starts an ended run of this workspace again from the beginning, as a new run with the same events. The engine commits
 * before the audit row does: a crash in between leaves a retry without its line, never a line without its retry.
 */
export const retryRun = defineCommand({
  name: "system.retry-run",
  permission: "system:manage",
  input: z.object({ runId }),
  async run(ctx, input) {
    const run = await loadRun(ctx, input.runId);
    const started = await retryEngineRun(pipelineSql(), run.id);
    if (!started.ok) {
      if (started.reason === "unknown") throw notFound("run");
      throw new AppError("CONFLICT", REFUSALS[started.reason], { reason: started.reason });
    }
    return {
      result: { runId: started.id },
      audit: {
        action: "system.run-retry",
        entityType: "run",
        entityId: run.id,
        changes: { function: run.fn, startedAs: started.id },
      },
      events: [],
    };
  },
});
