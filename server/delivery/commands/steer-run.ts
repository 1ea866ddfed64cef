import "server-only";
import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { SendRunState } from "@/contracts/delivery";
import { sendBatches, sendRuns } from "@/drizzle/schema/delivery";
import { defineCommand, none } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { loadRun } from "../load";

const input = z.object({ runNo: z.number().int() });

/** Moves those of these runs that are not finished; answers which. */
async function move(tx: Tx, ctx: Ctx, which: SQL | undefined, from: SendRunState[], to: SendRunState) {
  const moved = await tx
    .update(sendRuns)
    .set({ state: to, ...(to === "ready" ? { problem: null, waitUntil: null, waitReason: null } : {}) })
    .where(
      and(
        eq(sendRuns.workspaceNo, ctx.workspaceNo),
        which,
        inArray(sendRuns.state, from),
        isNull(sendRuns.finishedAt),
        // Let go on by `passBrake` alone: no job and no repeated event may do it.
        ...(to === "ready" ? [sql`${sendRuns.brake} is distinct from 'halted'`] : []),
      ),
    )
    .returning({ runNo: sendRuns.runNo });
  const runNos = moved.map((row) => row.runNo);
  // The time of a pause is not one of quiet hours.
  if (to === "ready" && runNos.length > 0)
    await tx
      .update(sendBatches)
      .set({ quietSince: null })
      .where(
        and(
          eq(sendBatches.workspaceNo, ctx.workspaceNo),
          inArray(sendBatches.runNo, runNos),
          isNotNull(sendBatches.quietSince),
        ),
      );
  return runNos;
}

/**
 * Moves a run that is not finished, and after it, so that one made meanwhile is seen, those that try messages of it once
 * more; one that was held by itself stays held. `row` is the run afterwards, moved now or before.
 */
async function moveRun(tx: Tx, ctx: Ctx, runNo: number, from: SendRunState[], to: SendRunState) {
  const own = await move(tx, ctx, eq(sendRuns.runNo, runNo), from, to);
  const row = await loadRun(tx, ctx.workspaceNo, runNo);
  const isAgain = and(eq(sendRuns.againOf, runNo), to === "ready" ? isNull(sendRuns.problem) : undefined);
  const again = to === "ready" && row.state === "held" ? [] : await move(tx, ctx, isAgain, from, to);
  return { hasMoved: own.length + again.length > 0, row, again };
}

/** Tells the workers: about the run whenever it is there, about the others when they came along. */
const readyEvents = (ctx: Ctx, { row, again }: Awaited<ReturnType<typeof moveRun>>, at: SendRunState) =>
  [...(row.state === at ? [row.runNo] : []), ...again].map((runNo) => ({
    name: "delivery.run-ready" as const,
    data: { workspaceNo: ctx.workspaceNo, runNo },
  }));

const auditOf = (action: string, { hasMoved, row }: Awaited<ReturnType<typeof moveRun>>) =>
  hasMoved ? { action, entityType: "run", entityId: row.id } : none("the run was already there or is over");

/** Pause. Waits for the claims being made this instant; after it commits nothing new is handed to a provider. */
export const holdRun = defineCommand({
  name: "delivery.hold-run",
  permission: "campaign:launch",
  input,
  async run(ctx, { runNo }, tx) {
    const moved = await moveRun(tx, ctx, runNo, ["building", "ready"], "held");
    return { result: { state: moved.row.state }, audit: auditOf("delivery.hold-run", moved), events: [] };
  },
});

/** Start or resume. People who have a verdict keep it; everyone else is still waiting where they were. */
export const releaseRun = defineCommand({
  name: "delivery.release-run",
  permission: "campaign:launch",
  input,
  async run(ctx, { runNo }, tx) {
    const moved = await moveRun(tx, ctx, runNo, ["building", "held"], "ready");
    return {
      result: { state: moved.row.state },
      audit: auditOf("delivery.release-run", moved),
      events: readyEvents(ctx, moved, "ready"),
    };
  },
});

/** Stop for good. The worker records everybody not handed over yet as cancelled (processes/cancel-rest.ts). */
export const stopRun = defineCommand({
  name: "delivery.stop-run",
  permission: "campaign:launch",
  input,
  async run(ctx, { runNo }, tx) {
    const moved = await moveRun(tx, ctx, runNo, ["building", "ready", "held"], "stopped");
    return {
      result: { state: moved.row.state },
      audit: auditOf("delivery.stop-run", moved),
      events: readyEvents(ctx, moved, "stopped"),
    };
  },
});
