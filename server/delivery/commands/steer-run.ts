import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { SendRunState } from "@/contracts/delivery";
import { sendRuns } from "@/drizzle/schema/delivery";
import { defineCommand, none } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { loadRun } from "../load";

const input = z.object({ runNo: z.number().int() });

/** Moves a run that is not finished; the answer is its state afterwards, moved now or before. */
async function moveRun(tx: Tx, ctx: Ctx, runNo: number, from: SendRunState[], to: SendRunState) {
  const moved = await tx
    .update(sendRuns)
    .set({ state: to, ...(to === "ready" ? { problem: null, waitUntil: null, waitReason: null } : {}) })
    .where(
      and(
        eq(sendRuns.workspaceNo, ctx.workspaceNo),
        eq(sendRuns.runNo, runNo),
        inArray(sendRuns.state, from),
        isNull(sendRuns.finishedAt),
        // Let go on by `passBrake` alone: no job and no repeated event may do it.
        ...(to === "ready" ? [sql`${sendRuns.brake} is distinct from 'halted'`] : []),
      ),
    )
    .returning({ id: sendRuns.id });
  const row = await loadRun(tx, ctx.workspaceNo, runNo);
  return { hasMoved: moved.length > 0, row };
}

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
      events:
        moved.row.state === "ready"
          ? [{ name: "delivery.run-ready", data: { workspaceNo: ctx.workspaceNo, runNo } }]
          : [],
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
      events:
        moved.row.state === "stopped"
          ? [{ name: "delivery.run-ready", data: { workspaceNo: ctx.workspaceNo, runNo } }]
          : [],
    };
  },
});
