import type { z } from "zod";
import type { campaignInputSchema } from "@/contracts/campaigns";
import {
  createCampaign,
  requestCampaignApproval,
  sendCampaign,
  setCampaignPolicy,
  skipNextOccurrence,
} from "@/server/campaigns";
import type { Ctx } from "@/server/platform/context";

/** A campaign that repeats in a far year, with one time skipped already. */
export async function makeSeries(fresh: () => Ctx, parts: z.input<typeof campaignInputSchema>): Promise<string> {
  const { id } = await createCampaign(fresh(), {
    ...parts,
    schedule: {
      kind: "recurring",
      recurrence: { rule: { freq: "daily", every: 1, time: "09:00" }, from: "2999-01-01", until: null },
      timeZone: "UTC",
    },
  });
  await sendCampaign(fresh(), { campaignId: id });
  await skipNextOccurrence(fresh(), { campaignId: id, at: "2999-01-01T09:00:00Z" });
  return id;
}

/** A campaign that waits for approval, in a workspace that does not insist on it. */
export async function makeReviewed(ctx: Ctx, parts: z.input<typeof campaignInputSchema>): Promise<string> {
  await setCampaignPolicy(ctx, { requiresApproval: false });
  const { id, version } = await createCampaign(ctx, parts);
  await requestCampaignApproval(ctx, { campaignId: id, expectedVersion: version, text: `About ${parts.name}` });
  return id;
}
