import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { sendRuns } from "@/drizzle/schema/delivery";
import { defineCommand, none } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { loadRun } from "../load";

/**
 * Before a run goes on: one that bounces or complaints halted only by somebody who may manage providers, whose sender
 * reputation it is. It is not halted a second time.
 */
export const passBrake = defineCommand({
  name: "delivery.pass-brake",
  permission: "campaign:launch",
  input: z.object({ runNo: z.number().int() }),
  async run(ctx, { runNo }, tx) {
    const run = await loadRun(tx, ctx.workspaceNo, runNo);
    if (run.brake !== "halted")
      return { result: { brake: run.brake }, audit: none("nothing holds the run back"), events: [] };
    if (!allowed(ctx, "provider:manage"))
      throw new AppError(
        "FORBIDDEN",
        `${run.brakeNote ?? "Too much came back."} Only somebody who may manage providers can resume it.`,
        {
          permission: "provider:manage",
        },
      );
    await tx
      .update(sendRuns)
      .set({ brake: "overridden" })
      .where(and(eq(sendRuns.workspaceNo, ctx.workspaceNo), eq(sendRuns.runNo, runNo)));
    return {
      result: { brake: "overridden" as const },
      audit: {
        action: "delivery.pass-brake",
        entityType: "run",
        entityId: run.id,
        changes: { note: run.brakeNote },
      },
      events: [],
    };
  },
});
