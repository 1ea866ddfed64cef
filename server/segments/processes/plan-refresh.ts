import "server-only";
import { sql } from "drizzle-orm";
import { parsePublicId, publicId } from "@/contracts/ids";
import { inPipeline } from "@/server/platform/db";
import { type OrderedSegment, refreshOrder } from "../rules/refresh-order";

const MAX_IN_ONE_RUN = 500;

type Edge = { from_no: number; from_id: string; to_id: string };

/**
 * A segment and everything that names it, directly or through others, each after what it names. Only active segments that are
 * refreshed by themselves: one on demand waits for its demand. Index: segment_references_named.
 */
export async function planRefresh(workspaceNo: number, segmentNo: number): Promise<OrderedSegment[]> {
  return inPipeline(async (tx) => {
    const known = new Map<string, number>();
    const edges: { from: number; toId: string }[] = [];
    const start = await tx.execute<{ id: string }>(
      sql`select id from segments where workspace_no = ${workspaceNo}::int and segment_no = ${segmentNo}::int`,
    );
    let frontier = start.map(({ id }) => id);
    for (const id of frontier) known.set(id, segmentNo);
    while (frontier.length > 0 && known.size < MAX_IN_ONE_RUN) {
      const ids = JSON.stringify(frontier.map((id) => publicId("segment", id)));
      const found = await tx.execute<Edge>(sql`
        select s.segment_no as from_no, s.id as from_id, r.named as to_id
          from segment_references r
          join segments s on s.workspace_no = r.workspace_no and s.segment_no = r.segment_no
         where r.workspace_no = ${workspaceNo}::int and r.kind = 'segment'
           and r.named in (select jsonb_array_elements_text(${ids}::jsonb))
           and s.status = 'active' and s.refresh_cron is not null
         order by s.segment_no`);
      edges.push(...found.map((edge) => ({ from: edge.from_no, toId: edge.to_id })));
      const fresh = new Map(
        found.filter((edge) => !known.has(edge.from_id)).map((edge) => [edge.from_id, edge.from_no]),
      );
      for (const [id, no] of fresh) known.set(id, no);
      frontier = [...fresh.keys()];
    }
    const numbered = edges.flatMap(({ from, toId }) => {
      const to = known.get(parsePublicId("segment", toId) ?? "");
      return to === undefined ? [] : [{ from, to }];
    });
    return refreshOrder([...new Set(known.values())], numbered);
  });
}
