import "server-only";
import { and, asc, eq, gte, inArray } from "drizzle-orm";
import type { SegmentSize } from "@/contracts/segments";
import { segmentSizes } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";
import { filledDays } from "./rules/size-trend";

const DAYS = 30;

/** The last thirty days of several segments in one read, by number. Index: segment_sizes primary key. */
export async function trendsOf(
  tx: Tx,
  workspaceNo: number,
  segmentNos: readonly number[],
  now: Date,
): Promise<Map<number, SegmentSize[]>> {
  if (segmentNos.length === 0) return new Map();
  const from = new Date(now.getTime() - (DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
  const rows = await tx
    .select({ segmentNo: segmentSizes.segmentNo, day: segmentSizes.day, size: segmentSizes.size })
    .from(segmentSizes)
    .where(
      and(
        eq(segmentSizes.workspaceNo, workspaceNo),
        inArray(segmentSizes.segmentNo, [...segmentNos]),
        gte(segmentSizes.day, from),
      ),
    )
    .orderBy(asc(segmentSizes.day));
  const until = now.toISOString().slice(0, 10);
  return new Map(
    segmentNos.map((no) => [
      no,
      filledDays(
        rows.filter((row) => row.segmentNo === no),
        null,
        from,
        until,
      ),
    ]),
  );
}
