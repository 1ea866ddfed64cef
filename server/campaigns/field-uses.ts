import "server-only";
import { inArray, sql } from "drizzle-orm";
import { EDITABLE_STATUSES } from "@/contracts/campaigns";
import { publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { registerFieldUses } from "@/server/contacts";

/** Drafts and scheduled campaigns whose own content names a field; what was launched has frozen its copy. */
registerFieldUses("campaigns", async (tx, workspaceNo, { keys }) => {
  const rows = await tx
    .select({ id: campaigns.id, name: campaigns.name, key: sql<string>`k.key` })
    .from(campaigns)
    .innerJoin(
      sql`lateral (select distinct m[1] as key
            from regexp_matches(${campaigns.content}::text, 'contact[.]([a-z][a-z0-9_]*)', 'g') as m) k`,
      sql`true`,
    )
    .where(
      sql`${campaigns.workspaceNo} = ${workspaceNo} and ${inArray(campaigns.status, [...EDITABLE_STATUSES])}
          and k.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`,
    )
    .orderBy(campaigns.name);
  return rows.map((row) => ({
    key: row.key,
    type: "campaign" as const,
    id: publicId("campaign", row.id),
    name: row.name,
    blocks: true,
    breaks: false,
  }));
});
