import type { z } from "zod";
import type { campaignInputSchema } from "@/contracts/campaigns";
import { createCampaign, sendCampaign, skipNextOccurrence } from "@/server/campaigns";
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
