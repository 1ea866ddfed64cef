import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import type { SegmentDay } from "@/contracts/segments";
import { defineQuery } from "@/server/platform/command";
import { loadSegment } from "../load";

/**
 * People who entered and left per UTC day, newest first; days without change are left out. Counted from the membership
 * rows themselves. Indexes: segment_members_by_segment, segment_history_segment.
 */
export const listSegmentDays = defineQuery({
  name: "segment.days",
  permission: "segment:read",
  input: z.object({ segmentId: idOf("segment"), days: z.number().int().min(1).max(90).default(30) }),
  async run(ctx, input, tx): Promise<SegmentDay[]> {
    const { segmentNo } = await loadSegment(tx, ctx.workspaceNo, input.segmentId);
    const since = new Date(ctx.now.getTime() - input.days * 86_400_000).toISOString();
    const rows = await tx.execute<{ day: string; entered: string; exited: string }>(sql`
      with turns as (
        select entered_at as at, 1 as entered, 0 as exited from segment_members
         where workspace_no = ${ctx.workspaceNo}::int and segment_no = ${segmentNo}::int and entered_at >= ${since}::timestamptz
        union all
        select entered_at, 1, 0 from segment_history
         where workspace_no = ${ctx.workspaceNo}::int and segment_no = ${segmentNo}::int and exited_at >= ${since}::timestamptz
           and entered_at >= ${since}::timestamptz
        union all
        select exited_at, 0, 1 from segment_history
         where workspace_no = ${ctx.workspaceNo}::int and segment_no = ${segmentNo}::int and exited_at >= ${since}::timestamptz)
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, sum(entered) as entered, sum(exited) as exited
        from turns group by 1 order by 1 desc`);
    return rows.map((row) => ({ day: row.day, entered: Number(row.entered), exited: Number(row.exited) }));
  },
});
