import "server-only";
import { inArray, sql } from "drizzle-orm";
import { EDITABLE_STATUSES } from "@/contracts/campaigns";
import { publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { includesSnippet, registerSnippetUses } from "@/server/content";

/** Drafts and scheduled campaigns whose content includes a snippet; what was launched has frozen its copy. */
registerSnippetUses("campaigns", async (tx, workspaceNo, key) => {
  const rows = await tx
    .select({ id: campaigns.id, name: campaigns.name })
    .from(campaigns)
    .where(
      sql`${campaigns.workspaceNo} = ${workspaceNo} and ${inArray(campaigns.status, [...EDITABLE_STATUSES])}
          and ${campaigns.content}::text ~ ${includesSnippet(key)}`,
    )
    .orderBy(campaigns.name);
  return rows.map(({ id, name }) => ({ type: "campaign" as const, id: publicId("campaign", id), name }));
});
