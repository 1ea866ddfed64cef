import "server-only";
import { z } from "zod";
import { cancelRun as cancelEngineRun } from "@/server/engine";
import { defineCommand } from "@/server/platform/command";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { loadRun } from "../load";
import { runId } from "../queries/list-runs";

/** Ends a run of this workspace that has not ended by itself. What its finished steps did stays done. */
export const cancelRun = defineCommand({
  name: "system.cancel-run",
  permission: "system:manage",
  input: z.object({ runId }),
  async run(ctx, input) {
    const run = await loadRun(ctx, input.runId);
    if (!(await cancelEngineRun(pipelineSql(), run.id)))
      throw new AppError("CONFLICT", "This run has already ended.", { reason: "ended" });
    return {
      result: { runId: run.id },
      audit: { action: "system.run-cancel", entityType: "run", entityId: run.id, changes: { function: run.fn } },
      events: [],
    };
  },
});
