import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { CampaignDefinition, VERSION_CAUSES } from "@/contracts/campaigns";
import { campaignVersions } from "@/drizzle/schema/campaigns";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import type { CampaignRow } from "./load";

/** The composer saves every second: what one person changes within this time is one version. */
const ONE_EDIT_MS = 10 * 60_000;

export const definitionOf = (row: CampaignRow): CampaignDefinition => ({
  name: row.name,
  audience: row.audience,
  content: row.content,
  schedule: row.schedule,
  providerNo: row.providerNo,
});

/** Keeps the campaign as it is now under its version, in the transaction that made it so. */
export async function keepVersion(
  tx: Tx,
  ctx: Ctx,
  row: CampaignRow,
  cause: (typeof VERSION_CAUSES)[number],
): Promise<void> {
  const by = { byId: actorId(ctx.actor), byName: "name" in ctx.actor ? ctx.actor.name : ctx.actor.type };
  const [last] = await tx
    .select({
      version: campaignVersions.version,
      cause: campaignVersions.cause,
      byId: campaignVersions.byId,
      beganAt: campaignVersions.beganAt,
    })
    .from(campaignVersions)
    .where(and(eq(campaignVersions.workspaceNo, row.workspaceNo), eq(campaignVersions.campaignNo, row.campaignNo)))
    .orderBy(desc(campaignVersions.version))
    .limit(1);
  const goesOn =
    cause === "edited" &&
    last?.cause === "edited" &&
    last.byId === by.byId &&
    ctx.now.getTime() - last.beganAt.getTime() < ONE_EDIT_MS;
  const values = { version: row.version, at: ctx.now, ...by, cause, definition: definitionOf(row) };
  if (goesOn)
    await tx
      .update(campaignVersions)
      .set(values)
      .where(
        and(
          eq(campaignVersions.workspaceNo, row.workspaceNo),
          eq(campaignVersions.campaignNo, row.campaignNo),
          eq(campaignVersions.version, last.version),
        ),
      );
  else
    await tx
      .insert(campaignVersions)
      .values({ workspaceNo: row.workspaceNo, campaignNo: row.campaignNo, beganAt: ctx.now, ...values });
}

/** Before the first change of a campaign made without versions (demo data, older rows), what it was. */
export async function keepFirstVersion(tx: Tx, row: CampaignRow): Promise<void> {
  await tx.execute(sql`
    insert into campaign_versions (workspace_no, campaign_no, version, began_at, at, by_id, by_name, cause, definition)
    select ${row.workspaceNo}, ${row.campaignNo}, ${row.version}, ${row.createdAt.toISOString()}::timestamptz,
           ${row.updatedAt.toISOString()}::timestamptz, ${row.createdBy}, '', 'created', ${JSON.stringify(definitionOf(row))}::jsonb
     where not exists (select 1 from campaign_versions
                        where workspace_no = ${row.workspaceNo} and campaign_no = ${row.campaignNo})`);
}
