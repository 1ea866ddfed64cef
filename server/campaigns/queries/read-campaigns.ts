import "server-only";
import { and, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { CAMPAIGN_STATUSES } from "@/contracts/campaigns";
import { idOf } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, pageInput, toPage } from "@/server/platform/paging";
import { loadCampaign, toCampaign } from "../load";
import { campaignTags } from "../tags";

export const getCampaign = defineQuery({
  name: "campaign.get",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  run: async (ctx, input, tx) => toCampaign(await loadCampaign(tx, ctx.workspaceNo, input.campaignId)),
});

/** Newest first, by keyset on (created, id); leans on index campaigns_created. Archived ones only when asked for. */
export const listCampaigns = defineQuery({
  name: "campaign.list",
  permission: "campaign:read",
  input: pageInput.extend({
    status: z.array(z.enum(CAMPAIGN_STATUSES)).optional(),
    search: z.string().trim().max(120).optional(),
    tag: z.string().trim().max(60).optional(),
  }),
  async run(ctx, input, tx) {
    const after = decodeCursor(input.cursor, z.tuple([z.string(), z.string()]));
    const where: (SQL | undefined)[] = [
      eq(campaigns.workspaceNo, ctx.workspaceNo),
      input.status?.length ? inArray(campaigns.status, input.status) : ne(campaigns.status, "archived"),
      input.search ? sql`strpos(lower(${campaigns.name}), lower(${input.search})) > 0` : undefined,
      input.tag
        ? sql`exists (select 1 from unnest(${campaigns.tags}) as t(name) where lower(t.name) = lower(${input.tag}))`
        : undefined,
      after
        ? sql`(${campaigns.createdAt}, ${campaigns.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : undefined,
    ];
    const rows = await tx
      .select()
      .from(campaigns)
      .where(and(...where))
      .orderBy(desc(campaigns.createdAt), desc(campaigns.id))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id], toCampaign);
  },
});

/** Every tag campaigns carry, with how many. */
export const listCampaignTags = defineQuery({
  name: "campaign.tags",
  permission: "campaign:read",
  input: z.object({}),
  run: (ctx, _input, tx) => campaignTags(tx, ctx.workspaceNo),
});
