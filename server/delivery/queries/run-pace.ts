import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { RunPace } from "@/contracts/reports";
import { defineQuery } from "@/server/platform/command";

const WINDOW_SECONDS = 10;
/** Batches are taken in order, so what was decided in the window stands near the first open one. */
const BATCHES_BACK = 200;

/** Messages decided a second over the last ten seconds and what is left at that rate. By the primary keys. */
export const runPace = defineQuery({
  name: "delivery.run-pace",
  permission: "campaign:read",
  input: z.object({ runNo: z.number().int(), pending: z.number().int() }),
  async run(ctx, { runNo, pending }, tx): Promise<RunPace> {
    if (pending === 0) return null;
    const [row] = await tx.execute<{ n: number; seconds: number }>(sql`
      select count(*)::int as n,
             greatest(1, extract(epoch from now() - greatest(min(at), now() - ${WINDOW_SECONDS} * interval '1 s')))::float as seconds
        from deliveries
       where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo}
         and at > now() - ${WINDOW_SECONDS} * interval '1 s'
         and batch_no >= (select coalesce(min(batch_no), 0) - ${BATCHES_BACK}::int from send_batches
                           where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo} and state <> 2)`);
    const perSecond = (row?.n ?? 0) / (row?.seconds ?? 1);
    return perSecond > 0 ? { perSecond, secondsLeft: pending / perSecond } : null;
  },
});
