import "server-only";
import { z } from "zod";
import { type BackgroundRun, type BackgroundRunDetail, backgroundRunStatusSchema } from "@/contracts/system";
import { listRuns as listEngineRuns } from "@/server/engine";
import { defineProcess } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/server/platform/paging";
import { loadRun, toRun } from "../load";
import { publicError, publicEvent } from "../rules/public-run";

export const runId = z.string().regex(/^[0-9A-Z]{26}$/, "Expected the id of a run.");

/** Background runs of this workspace and of no other, newest first. */
export const listRuns = defineProcess({
  name: "system.list-runs",
  permission: "system:read",
  input: pageInput.extend({ status: backgroundRunStatusSchema.optional() }),
  async run(ctx, input): Promise<Page<BackgroundRun>> {
    const after = decodeCursor(input.cursor, z.tuple([runId]));
    const { runs, nextCursor } = await listEngineRuns(pipelineSql(), {
      status: input.status,
      limit: input.limit,
      cursor: after?.[0],
      workspaceNo: ctx.workspaceNo,
    });
    return {
      data: runs.map((run) => toRun(ctx, run)),
      hasMore: nextCursor !== null,
      nextCursor: nextCursor === null ? null : encodeCursor([nextCursor]),
    };
  },
});

/** One run with its steps and what is still planned. Event data and results stay on the server. */
export const getRun = defineProcess({
  name: "system.get-run",
  permission: "system:read",
  input: z.object({ runId }),
  async run(ctx, input): Promise<BackgroundRunDetail> {
    const run = await loadRun(ctx, input.runId);
    const shown = (error: unknown) => publicError(error, allowed(ctx, "contact:pii"));
    return {
      ...toRun(ctx, run),
      events: run.events.map(publicEvent),
      retryOf: run.parent,
      steps: run.steps.map((step) => ({
        id: step.id,
        name: step.name ?? step.id,
        attempts: step.attempts,
        durationMs: step.durationMs,
        at: step.at.toISOString(),
        error: shown((step.result as { error?: unknown } | null)?.error ?? null),
      })),
      planned: run.jobs.map((job) => ({
        kind: job.kind,
        due: job.due.toISOString(),
        attempt: job.attempt,
        error: shown(job.error),
      })),
    };
  },
});
