import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { DELIVERY_CODES, type DeliveryStatus, type SkipReason, skipReasonOf } from "@/contracts/delivery";
import { deliveries, runRecipients, sendBatches, sendRuns } from "@/drizzle/schema/delivery";
import { defineQuery } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

export type TestSend = {
  /** Set when the provider refused us: what it said. */
  problem: string | null;
  people: { address: string; status: DeliveryStatus | "waiting"; reason: SkipReason | null; detail: string | null }[];
};

const STATUSES = Object.keys(DELIVERY_CODES) as DeliveryStatus[];

/** What became of a test send, address by address. */
export const getTestSend = defineQuery({
  name: "delivery.get-test-send",
  permission: "content:write",
  input: z.object({ runId: z.uuid() }),
  async run(ctx, { runId }, tx): Promise<TestSend> {
    const [run] = await tx
      .select({ runNo: sendRuns.runNo, problem: sendRuns.problem, waiting: sendBatches.problem })
      .from(sendRuns)
      .innerJoin(
        sendBatches,
        and(eq(sendBatches.workspaceNo, sendRuns.workspaceNo), eq(sendBatches.runNo, sendRuns.runNo)),
      )
      .where(and(eq(sendRuns.workspaceNo, ctx.workspaceNo), eq(sendRuns.id, runId), eq(sendRuns.kind, "test")));
    if (!run) throw notFound("test");
    const rows = await tx
      .select({
        address: runRecipients.toAddress,
        status: deliveries.status,
        skip: deliveries.skip,
        detail: deliveries.detail,
      })
      .from(runRecipients)
      .leftJoin(
        deliveries,
        and(
          eq(deliveries.workspaceNo, runRecipients.workspaceNo),
          eq(deliveries.runNo, runRecipients.runNo),
          eq(deliveries.batchNo, runRecipients.batchNo),
          eq(deliveries.seq, runRecipients.seq),
        ),
      )
      .where(and(eq(runRecipients.workspaceNo, ctx.workspaceNo), eq(runRecipients.runNo, run.runNo)))
      .orderBy(runRecipients.seq);
    return {
      problem: run.problem ?? run.waiting,
      people: rows.map((row) => ({
        address: row.address ?? "",
        status: STATUSES.find((status) => DELIVERY_CODES[status] === row.status) ?? "waiting",
        reason: row.skip === null ? null : skipReasonOf(row.skip),
        detail: row.detail,
      })),
    };
  },
});
