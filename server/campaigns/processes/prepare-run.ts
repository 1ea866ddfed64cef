import "server-only";
import type { CampaignContent, CampaignStatus } from "@/contracts/campaigns";
import { publicId } from "@/contracts/ids";
import type { FrozenUtm } from "@/contracts/utm";
import { providerForSending } from "@/server/channels";
import { freezeContent } from "@/server/content";
import { createRun, holdRun, materialiseAudience, releaseRun, stopRun } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { compileAudience, thawAudience } from "../audience";
import { attachRun, markActive } from "../commands/move-campaign";
import { type CampaignRow, loadCampaignByNo } from "../load";
import { topicNoOf } from "../references";
import { releasesOf } from "../rules/releases";
import { utmOf } from "../utm";
import { zonesFor } from "../zones";

/**
 * A campaign paused, or resumed, after a crash in here still needs its audience; one that has it loses nothing when
 * every line is asked once more.
 */
const UNFINISHED: ReadonlySet<CampaignStatus> = new Set(["preparing", "paused", "active"]);

type Provider = NonNullable<Awaited<ReturnType<typeof providerForSending>>>;

const frozenContent = (
  content: CampaignContent,
  provider: Provider,
  topicNo: number | null,
  campaign: { id: string; name: string },
  frozen: Awaited<ReturnType<typeof freezeContent>>,
  utm: FrozenUtm | null,
) => ({
  ...frozen,
  purpose: "marketing" as const,
  topicNo,
  fromEmail: provider.fromEmail,
  fromName: content.fromName || provider.fromName,
  replyTo: content.replyTo ?? null,
  perMinute: content.perMinute ?? null,
  missingValues: "blank" as const,
  campaignId: campaign.id,
  campaignName: campaign.name,
  utm,
});

/**
 * From `preparing` to sending: the run with its frozen content, the audience in one statement, then the release.
 * Every line is keyed by the campaign, so a crash anywhere is answered by calling it again.
 */
export async function prepareRun(ctx: Ctx, campaignNo: number): Promise<{ runNo: number | null; status: string }> {
  const { campaign, provider, topicNo, frozen, utm } = await inWorkspace(ctx.workspaceNo, async (tx) => {
    const row = await loadCampaignByNo(tx, ctx.workspaceNo, campaignNo);
    return {
      frozen: row.content.document && (await freezeContent(tx, ctx.workspaceNo, row.content.document)),
      campaign: row,
      provider: await providerForSending(tx, ctx.workspaceNo, row.providerNo),
      topicNo: await topicNoOf(tx, ctx.workspaceNo, row.content.topicId),
      utm: await utmOf(tx, ctx, row),
    };
  });
  if (!UNFINISHED.has(campaign.status) || !provider) return { runNo: campaign.runNo, status: campaign.status };
  if (!frozen) throw new Error("A campaign without content passed the checks.");
  const { runNo } = await createRun(ctx, {
    kind: "campaign",
    sourceNo: campaignNo,
    providerNo: provider.providerNo,
    content: frozenContent(
      campaign.content,
      provider,
      topicNo,
      { id: publicId("campaign", campaign.id), name: campaign.name },
      frozen,
      utm,
    ),
  });
  await attachRun(ctx, { campaignNo, runNo });
  const condition = await inWorkspace(ctx.workspaceNo, (tx) =>
    compileAudience(tx, ctx.workspaceNo, thawAudience(campaign.frozenAudience), ctx.now),
  );
  await materialiseAudience(ctx, {
    runNo,
    condition,
    refuseDemo: provider.kind !== "local",
    releases: await releasesFor(ctx, campaign),
  });
  const { status } = await markActive(ctx, { campaignNo, runNo });
  if (status === "active") await releaseRun(ctx, { runNo });
  if (status === "paused") await holdRun(ctx, { runNo });
  if (status === "terminated") await stopRun(ctx, { runNo });
  return { runNo, status };
}

/** When each zone's people are due, for a campaign at local time. The zones are those of this moment. */
async function releasesFor(ctx: Ctx, { schedule, dueAt, launchedAt }: CampaignRow) {
  if (schedule.kind !== "local") return null;
  const [home = "UTC", ...zones] = await zonesFor(ctx.workspaceNo, schedule);
  return releasesOf(schedule, zones, home, dueAt ?? launchedAt ?? ctx.now);
}
