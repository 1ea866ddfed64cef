import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { registerAssetUses } from "@/server/content";

/** Every campaign by its content and by what its launch froze, also those sent long ago: whoever kept the mail still loads the picture. */
registerAssetUses("campaigns", async (tx, workspaceNo, file) => {
  const rows = await tx
    .select({ id: campaigns.id, name: campaigns.name })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceNo, workspaceNo),
        // The frozen content of the run holds the logo too, as it was at the launch.
        sql`(strpos(${campaigns.content}::text, ${file}) > 0 or exists (
          select 1 from send_runs r
           where r.workspace_no = ${campaigns.workspaceNo} and r.run_no = ${campaigns.runNo}
             and strpos(r.content::text, ${file}) > 0))`,
      ),
    )
    .orderBy(campaigns.name);
  return rows.map(({ id, name }) => ({ type: "campaign" as const, id: publicId("campaign", id), name }));
});
