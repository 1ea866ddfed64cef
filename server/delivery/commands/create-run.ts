import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { frozenContentSchema, SEND_RUN_KINDS } from "@/contracts/delivery";
import { sendRuns } from "@/drizzle/schema/delivery";
import { defineCommand, none } from "@/server/platform/command";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";

/**
 * Freezes what will be sent. One run per (kind, source, launch key): asking again gives the run that is there, so fifty
 * launches at once make one. The run waits in `building` until it has an audience and is released.
 */
export const createRun = defineCommand({
  name: "delivery.create-run",
  permission: "campaign:launch",
  input: z.object({
    kind: z.enum(SEND_RUN_KINDS),
    sourceNo: z.number().int().nullable(),
    launchKey: z.string().min(1).max(100).default("launch"),
    providerNo: z.number().int(),
    content: frozenContentSchema,
  }),
  async run(ctx, input, tx) {
    const key = and(
      eq(sendRuns.workspaceNo, ctx.workspaceNo),
      eq(sendRuns.kind, input.kind),
      input.sourceNo === null ? isNull(sendRuns.sourceNo) : eq(sendRuns.sourceNo, input.sourceNo),
      eq(sendRuns.launchKey, input.launchKey),
    );
    const find = () => tx.select({ runNo: sendRuns.runNo, id: sendRuns.id }).from(sendRuns).where(key);
    const answer = (row: { runNo: number; id: string }, isNew: boolean) => ({
      result: { runNo: row.runNo, runId: row.id, isNew },
      audit: isNew
        ? { action: "delivery.create-run", entityType: "run", entityId: row.id }
        : none("the run was already there"),
      events: [],
    });
    const [known] = await find();
    if (known) return answer(known, false);
    // The counter row serialises launches of this workspace, so the number is taken before the insert decides the race.
    const runNo = await takeNumbers(tx, ctx.workspaceNo, "run");
    const [made] = await tx
      .insert(sendRuns)
      .values({
        workspaceNo: ctx.workspaceNo,
        runNo,
        id: uuidv7(ctx.now),
        kind: input.kind,
        sourceNo: input.sourceNo,
        launchKey: input.launchKey,
        state: "building",
        providerNo: input.providerNo,
        content: input.content,
        createdAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ runNo: sendRuns.runNo, id: sendRuns.id });
    if (made) return answer(made, true);
    const [winner] = await find();
    if (!winner) throw new Error(`The ${input.kind} run ${input.launchKey} was there a moment ago and is gone.`);
    return answer(winner, false);
  },
});
