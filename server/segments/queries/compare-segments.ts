import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import type { SegmentOverlap } from "@/contracts/segment-insight";
import { segments } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

export const MAX_COMPARED = 5;

/**
 * How the stored members of up to five segments overlap: each person counted once, under exactly the segments they are in.
 * Index: segment_members_by_segment.
 */
export const compareSegments = defineQuery({
  name: "segment.compare",
  permission: "segment:read",
  input: z.object({
    segmentIds: z
      .array(idOf("segment"))
      .min(2, "Choose two segments at least.")
      .max(MAX_COMPARED, "Compare five segments at most."),
  }),
  async run(ctx, input, tx): Promise<SegmentOverlap> {
    const ids = [...new Set(input.segmentIds)];
    const rows = await tx
      .select({
        id: segments.id,
        no: segments.segmentNo,
        name: segments.name,
        memberCount: segments.memberCount,
        refreshedAt: segments.refreshedAt,
      })
      .from(segments)
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), inArray(segments.id, ids)));
    const found = ids.map((id) => rows.find((row) => row.id === id));
    const compared = found.map((row) => row ?? missing());
    const bits = compared.map(({ no }, place) => sql`when ${no}::int then ${1 << place}::int`);
    const counted = await tx.execute<{ mask: number; people: string }>(sql`
      select mask, count(*) as people from (
        select bit_or(case segment_no ${sql.join(bits, sql` `)} end) as mask
          from segment_members
         where workspace_no = ${ctx.workspaceNo}::int
           and segment_no in (${sql.join(
             compared.map(({ no }) => sql`${no}::int`),
             sql`, `,
           )})
         group by contact_no) p
       group by mask order by people desc, mask`);
    return {
      segments: compared.map((row) => ({
        id: publicId("segment", row.id),
        name: row.name,
        size: row.memberCount ?? 0,
        refreshedAt: row.refreshedAt?.toISOString() ?? null,
      })),
      intersections: counted.map(({ mask, people }) => ({
        segments: compared.flatMap((row, place) => (mask & (1 << place) ? [publicId("segment", row.id)] : [])),
        people: Number(people),
      })),
    };
  },
});

function missing(): never {
  throw notFound("segment");
}
