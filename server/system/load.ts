import "server-only";
import type { BackgroundRun } from "@/contracts/system";
import { getRun, type RunDetail, type RunSummary } from "@/server/engine";
import { allowed, type Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { publicError } from "./rules/public-run";

/** The run, if it works for the workspace of `ctx`; NOT_FOUND for runs of others, of cron, and unknown ones. */
export async function loadRun(ctx: Ctx, id: string): Promise<RunDetail> {
  const run = await getRun(pipelineSql(), id, ctx.workspaceNo);
  if (!run) throw notFound("run");
  return run;
}

/** A run as it leaves the server. */
export const toRun = (ctx: Ctx, run: RunSummary): BackgroundRun => ({
  id: run.id,
  functionId: run.fn.replace(/^carillon-/, ""),
  status: run.status,
  phase: run.phase,
  event: run.trigger,
  error: publicError(run.error, allowed(ctx, "contact:pii")),
  createdAt: run.created.toISOString(),
  endedAt: run.ended?.toISOString() ?? null,
});
