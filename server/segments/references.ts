import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Condition } from "@/contracts/documents/condition";
import { parsePublicId, publicId } from "@/contracts/ids";
import { idsIn, namedIn } from "@/contracts/vocabulary";
import { segmentReferences, segments } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type FindDependents, registerSegmentDependents } from "./dependents";

/** Writes down what a rule names, in the transaction that saves it. */
export async function saveReferences(
  tx: Tx,
  workspaceNo: number,
  segmentNo: number,
  condition: Condition,
): Promise<void> {
  await tx
    .delete(segmentReferences)
    .where(and(eq(segmentReferences.workspaceNo, workspaceNo), eq(segmentReferences.segmentNo, segmentNo)));
  const named = namedIn(condition).map(({ kind, id }) => ({ workspaceNo, segmentNo, kind, named: id }));
  if (named.length > 0) await tx.insert(segmentReferences).values(named);
}

/**
 * Refuses a rule that would make segment `id` depend on itself, naming the way round. Call it before saving: the lock makes two
 * edits that would close a circle together take turns.
 */
export async function refuseCycle(
  tx: Tx,
  workspaceNo: number,
  segment: { id: string; name: string },
  condition: Condition,
): Promise<void> {
  const named = idsIn([condition], "segment");
  if (named.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`segment-graph:${workspaceNo}`}, 0))`);
  const self = publicId("segment", segment.id);
  const way = named.includes(self) ? [self] : await wayTo(tx, workspaceNo, named, self);
  if (!way) return;
  const names = await segmentNames(tx, workspaceNo, way);
  const path = [segment.name, ...way.map((id) => (id === self ? segment.name : (names.get(id) ?? id)))];
  const reason = `This would be a circle: ${path.map((name) => `“${name}”`).join(" → ")}. Take one of these out of the other.`;
  throw new AppError("VALIDATION_ERROR", `condition: ${reason}`, { field: "condition", reason, path }, [
    { pointer: "#/condition", code: "cycle", detail: reason },
  ]);
}

/** The segments on the way from one of `from` to `target` by what they name, both ends included; null when there is none. */
async function wayTo(tx: Tx, workspaceNo: number, from: readonly string[], target: string): Promise<string[] | null> {
  const came = new Map<string, string | null>(from.map((id) => [id, null]));
  let frontier = [...from];
  while (frontier.length > 0) {
    const edges = await tx
      .select({ id: segments.id, named: segmentReferences.named })
      .from(segments)
      .innerJoin(
        segmentReferences,
        and(
          eq(segmentReferences.workspaceNo, segments.workspaceNo),
          eq(segmentReferences.segmentNo, segments.segmentNo),
          eq(segmentReferences.kind, "segment"),
        ),
      )
      .where(and(eq(segments.workspaceNo, workspaceNo), inArray(segments.id, uuids(frontier))));
    const next: string[] = [];
    for (const edge of edges)
      if (!came.has(edge.named)) {
        came.set(edge.named, publicId("segment", edge.id));
        next.push(edge.named);
      }
    if (came.has(target)) return trail(came, target);
    frontier = next;
  }
  return null;
}

function trail(came: ReadonlyMap<string, string | null>, target: string): string[] {
  const way: string[] = [];
  for (let at: string | null = target; at !== null; at = came.get(at) ?? null) way.unshift(at);
  return way;
}

const uuids = (ids: readonly string[]): string[] => ids.flatMap((id) => parsePublicId("segment", id) ?? []);

async function segmentNames(tx: Tx, workspaceNo: number, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: segments.id, name: segments.name })
    .from(segments)
    .where(and(eq(segments.workspaceNo, workspaceNo), inArray(segments.id, uuids(ids))));
  return new Map(rows.map((row) => [publicId("segment", row.id), row.name]));
}

/** Segments whose rule names one of these. Index: segment_references_named. */
const namingSegments: FindDependents = async (tx, workspaceNo, segmentIds) => {
  const rows = await tx
    .select({ id: segments.id, name: segments.name, status: segments.status, named: segmentReferences.named })
    .from(segmentReferences)
    .innerJoin(
      segments,
      and(eq(segments.workspaceNo, segmentReferences.workspaceNo), eq(segments.segmentNo, segmentReferences.segmentNo)),
    )
    .where(
      and(
        eq(segmentReferences.workspaceNo, workspaceNo),
        eq(segmentReferences.kind, "segment"),
        inArray(
          segmentReferences.named,
          segmentIds.map((id) => publicId("segment", id)),
        ),
      ),
    )
    .orderBy(segments.name);
  return rows.map(({ named, id, name, status }) => ({
    segmentId: parsePublicId("segment", named) ?? named,
    type: "segment" as const,
    id: publicId("segment", id),
    name,
    status,
    blocks: true,
  }));
};
registerSegmentDependents("segments", namingSegments);
