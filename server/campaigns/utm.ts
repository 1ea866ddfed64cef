import "server-only";
import { publicId } from "@/contracts/ids";
import { type FrozenUtm, resolveUtm } from "@/contracts/utm";
import { workspaceByNo } from "@/server/access";
import { sendingPolicyOf } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import type { CampaignRow } from "./load";

/** The tags this campaign's links would get now: its own word, or the workspace's. The date is that of the launch. */
export async function utmOf(tx: Tx, ctx: Ctx, campaign: CampaignRow): Promise<FrozenUtm | null> {
  const { name, timeZone } = await workspaceByNo(ctx.workspaceNo);
  const policy = await sendingPolicyOf(tx, ctx.workspaceNo);
  return resolveUtm(policy.utm ?? null, campaign.content.utm, {
    workspace: name,
    campaign: campaign.name,
    campaign_id: publicId("campaign", campaign.id),
    date: new Intl.DateTimeFormat("en-CA", { timeZone }).format(campaign.launchedAt ?? ctx.now),
  });
}
