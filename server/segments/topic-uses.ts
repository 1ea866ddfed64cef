import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { parsePublicId, publicId } from "@/contracts/ids";
import { segmentReferences, segments } from "@/drizzle/schema/segments";
import { registerTopicUses } from "@/server/consent";

/** Segments whose rule names one of these topics. Index: segment_references_named. */
registerTopicUses("segments", async (tx, workspaceNo, topicIds) => {
  const rows = await tx
    .select({ id: segments.id, name: segments.name, named: segmentReferences.named })
    .from(segmentReferences)
    .innerJoin(
      segments,
      and(eq(segments.workspaceNo, segmentReferences.workspaceNo), eq(segments.segmentNo, segmentReferences.segmentNo)),
    )
    .where(
      and(
        eq(segmentReferences.workspaceNo, workspaceNo),
        eq(segmentReferences.kind, "topic"),
        inArray(
          segmentReferences.named,
          topicIds.map((id) => publicId("topic", id)),
        ),
      ),
    )
    .orderBy(segments.name);
  return rows.map(({ id, name, named }) => ({
    type: "segment" as const,
    id: publicId("segment", id),
    name,
    topicId: parsePublicId("topic", named) ?? named,
  }));
});
