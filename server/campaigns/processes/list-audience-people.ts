import "server-only";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import { type AudiencePerson, campaignAudienceSchema, WATERFALL_ENDS } from "@/contracts/campaigns";
import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { idOf, publicId } from "@/contracts/ids";
import { providerForSending } from "@/server/channels";
import { sendingPolicyOf } from "@/server/consent";
import { defineProcess } from "@/server/platform/command";
import { allowed, type Ctx, demand } from "@/server/platform/context";
import { inWorkspace, type Tx } from "@/server/platform/db";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { compileAudience, demandAudience, freezeAudience, hasAudience } from "../audience";
import { loadCampaign } from "../load";
import { listAudience } from "../pipeline";
import { checkAudience, topicNoOf } from "../references";
import { firstRunOf } from "../series";

const STEPS = [...WATERFALL_ENDS, ...(Object.keys(SKIP_CODES) as SkipReason[])] as const;

/**
 * The people behind one line of the waterfall, exactly those it counted: of a saved campaign, or of an audience that is
 * still being chosen.
 */
export const listAudiencePeople = defineProcess({
  name: "campaign.audience-people",
  permission: "contact:read",
  input: pageInput.extend({
    campaignId: idOf("campaign").nullish(),
    audience: campaignAudienceSchema.nullish(),
    topicId: idOf("topic").nullish(),
    step: z.enum(STEPS as readonly [string, ...string[]]),
  }),
  async run(ctx, input): Promise<Page<AudiencePerson>> {
    demandAudience(ctx, input.audience);
    if (input.campaignId) demand(ctx, "campaign:read");
    // Who is named under a reason is told on: what they said about consent, or that they are suppressed.
    if (!(WATERFALL_ENDS as readonly string[]).includes(input.step)) demand(ctx, "consent:read");
    const asked = await inWorkspace(ctx.workspaceNo, (tx) => askedFor(tx, ctx, input));
    if (!asked) return { data: [], hasMore: false, nextCursor: null };
    const [after = null] = decodeCursor(input.cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await listAudience(ctx.workspaceNo, asked.condition, asked.options, {
      step: input.step,
      after,
      limit: input.limit + 1,
    });
    const seesPii = allowed(ctx, "contact:pii");
    return toPage(
      rows,
      input.limit,
      (row) => [row.id],
      (row) => ({
        contactId: publicId("contact", row.id),
        email: row.email === null || seesPii ? row.email : maskEmail(row.email),
        name: row.name,
      }),
    );
  },
});

type Asked = {
  campaignId?: string | null | undefined;
  audience?: z.output<typeof campaignAudienceSchema> | null | undefined;
  topicId?: string | null | undefined;
};

/** The same condition and rules the waterfall was counted with. Null when nobody was chosen. */
async function askedFor(tx: Tx, ctx: Ctx, { campaignId, audience, topicId }: Asked) {
  const campaign = campaignId ? await loadCampaign(tx, ctx.workspaceNo, campaignId) : null;
  const wanted = campaign ? campaign.audience : audience && (await checkAudience(tx, ctx.workspaceNo, audience));
  if (!wanted || !hasAudience(wanted)) return null;
  const withinRun = campaign ? await firstRunOf(tx, campaign) : null;
  const frozen = await freezeAudience(tx, ctx.workspaceNo, wanted, withinRun);
  const provider = await providerForSending(tx, ctx.workspaceNo, campaign?.providerNo ?? null);
  return {
    condition: await compileAudience(tx, ctx.workspaceNo, frozen, ctx.now),
    options: {
      refuseDemo: provider?.kind !== "local",
      topicNo: await topicNoOf(tx, ctx.workspaceNo, campaign ? campaign.content.topicId : topicId),
      cap: (await sendingPolicyOf(tx, ctx.workspaceNo)).cap,
    },
  };
}
