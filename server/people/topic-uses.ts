import "server-only";
import { sql } from "drizzle-orm";
import { parsePublicId, publicId } from "@/contracts/ids";
import { registerTopicUses } from "@/server/consent";

type Row = { id: string; name: string; topic: string };

/** Saved views that filter by a topic. */
registerTopicUses("people", async (tx, workspaceNo, topicIds) => {
  const rows = await tx.execute<Row>(sql`
    select distinct v.id, v.name, named #>> '{}' as topic
      from saved_views v
      cross join lateral jsonb_path_query(v.filter, '$.** ? (@.kind == "consent").topic') as named
     where v.workspace_no = ${workspaceNo}::int
       and named #>> '{}' in (select jsonb_array_elements_text(${JSON.stringify(topicIds.map((id) => publicId("topic", id)))}::jsonb))
     order by v.name`);
  return [...rows].map(({ id, name, topic }) => ({
    type: "view" as const,
    id: publicId("savedView", id),
    name,
    topicId: parsePublicId("topic", topic) ?? topic,
  }));
});
