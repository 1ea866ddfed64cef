import "server-only";
import { campaigns } from "@/drizzle/schema/campaigns";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import type { CampaignRow } from "./load";
import { keepVersion } from "./versions";

/** A campaign of its own with the audience, content, provider and tags of another. */
export async function copyCampaign(
  tx: Tx,
  ctx: Ctx,
  source: CampaignRow,
  set: Pick<CampaignRow, "name" | "schedule"> & Partial<typeof campaigns.$inferInsert>,
): Promise<CampaignRow> {
  const [row] = await tx
    .insert(campaigns)
    .values({
      workspaceNo: ctx.workspaceNo,
      campaignNo: await takeNumbers(tx, ctx.workspaceNo, "campaign"),
      id: uuidv7(ctx.now),
      status: "draft",
      audience: source.audience,
      content: source.content,
      providerNo: source.providerNo,
      tags: source.tags,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
      updatedAt: ctx.now,
      ...set,
      name: set.name.slice(0, 120),
    })
    .returning();
  if (!row) throw new Error("the insert of a campaign returned nothing");
  await keepVersion(tx, ctx, row, "created");
  return row;
}
