import "server-only";
import { z } from "zod";
import { type AudienceWaterfall, campaignAudienceSchema, type PreflightFinding } from "@/contracts/campaigns";
import type { ContentFinding } from "@/contracts/content";
import { languagesOf } from "@/contracts/documents/email-languages";
import { idOf } from "@/contracts/ids";
import type { FrozenUtm } from "@/contracts/utm";
import { workspaceByNo } from "@/server/access";
import { providerForSending, senderDomainStatus } from "@/server/channels";
import { findTopic, sendingPolicyOf } from "@/server/consent";
import { checkContent, findApprovalProblem } from "@/server/content";
import { defineProcess } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { compileAudience, demandAudience, type FrozenAudience, freezeAudience, hasAudience } from "../audience";
import { countLocales, languageFindings } from "../count-languages";
import type { CampaignRow } from "../load";
import { countAudience } from "../pipeline";
import { checkAudience, topicNoOf } from "../references";
import { loadWithPolicy, restsOnApproved, reviewStateOf } from "../review";
import { planOf } from "../rules/due-at";
import { launchChecks } from "../rules/launch-checks";
import { firstRunOf } from "../series";
import { utmOf } from "../utm";

export type Preflight = {
  campaign: CampaignRow;
  findings: PreflightFinding[];
  waterfall: AudienceWaterfall | null;
  frozenAudience: FrozenAudience;
};

/** Looks at everything a launch depends on, as it is now. Changes nothing. */
export async function preflight(ctx: Ctx, campaignId: string): Promise<Preflight> {
  const workspace = await workspaceByNo(ctx.workspaceNo);
  const loaded = await inWorkspace(ctx.workspaceNo, async (tx) => {
    const { campaign, requiresApproval } = await loadWithPolicy(tx, ctx.workspaceNo, campaignId);
    const provider = await providerForSending(tx, ctx.workspaceNo, campaign.providerNo);
    const senderDomain = provider ? await senderDomainStatus(tx, ctx.workspaceNo, provider.fromEmail) : null;
    const content: ContentFinding[] | null = campaign.content.document
      ? await checkContent(tx, ctx.workspaceNo, campaign.content.document)
      : null;
    const approval = campaign.content.document
      ? await findApprovalProblem(tx, ctx.workspaceNo, {
          document: campaign.content.document,
          templateId: campaign.content.templateId ?? null,
        })
      : null;
    const topic = campaign.content.topicId ? await findTopic(tx, ctx.workspaceNo, campaign.content.topicId) : null;
    const { cap } = await sendingPolicyOf(tx, ctx.workspaceNo);
    const utm = await utmOf(tx, ctx, campaign);
    const review = requiresApproval ? reviewStateOf(campaign) : null;
    const known = { campaign, provider, senderDomain, content, approval, review, topic, cap, utm };
    try {
      const audience = await freezeAudience(tx, ctx.workspaceNo, campaign.audience, await firstRunOf(tx, campaign));
      const condition = await compileAudience(tx, ctx.workspaceNo, audience, ctx.now);
      const isStale = review === "approved" && !(await restsOnApproved(tx, campaign));
      return { ...known, audience, condition, audienceProblem: null, review: isStale ? ("stale" as const) : review };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return {
        ...known,
        audience: { include: [], exclude: [] },
        condition: null,
        audienceProblem: "A segment of this audience no longer exists. Remove it or choose another.",
      };
    }
  });
  const { campaign, provider, audience } = loaded;
  const isLocal = provider?.kind === "local";
  const counted =
    hasAudience(campaign.audience) && loaded.condition
      ? await countAudience(ctx.workspaceNo, loaded.condition, {
          refuseDemo: !isLocal,
          topicNo: loaded.topic?.topicNo ?? null,
          cap: loaded.cap,
        })
      : null;
  const { document } = campaign.content;
  const locales =
    document && loaded.condition && languagesOf(document).length > 0
      ? await countLocales(ctx.workspaceNo, loaded.condition, {
          refuseDemo: !isLocal,
          topicNo: loaded.topic?.topicNo ?? null,
        })
      : null;
  const findings = launchChecks({
    hasAudience: hasAudience(campaign.audience),
    audienceProblem: loaded.audienceProblem,
    waterfall: counted?.waterfall ?? null,
    content:
      loaded.content && document && locales
        ? [...loaded.content, ...languageFindings(document, locales, workspace.locale)]
        : loaded.content,
    approval: loaded.approval,
    topic: loaded.topic ? { name: loaded.topic.name, isArchived: loaded.topic.archivedAt !== null } : null,
    provider: provider ? { name: provider.name, isLocal, fromEmail: provider.fromEmail } : null,
    senderDomain: loaded.senderDomain,
    demoPeople: counted?.demoPeople ?? 0,
    postalAddress: workspace.postalAddress,
    schedule: campaign.schedule,
    review: loaded.review,
    hasTimeAhead: planOf(campaign.schedule, ctx.now, [workspace.timeZone]) !== null,
    now: ctx.now,
  });
  if (loaded.utm) findings.push(tagsFinding(loaded.utm));
  return { campaign, findings, waterfall: counted?.waterfall ?? null, frozenAudience: audience };
}

const tagsFinding = ({ params, domains }: FrozenUtm): PreflightFinding => ({
  level: "good",
  code: "link_tags",
  step: "content",
  message: `Links${domains.length > 0 ? ` to ${domains.join(", ")}` : ""} get ${params.map(([name, value]) => `${name}=${value}`).join(" & ")}.`,
});

/** The Review step: all findings and the waterfall from matched to will-receive. */
export const preflightCampaign = defineProcess({
  name: "campaign.preflight",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }) {
    const { campaign, findings, waterfall } = await preflight(ctx, campaignId);
    return { findings, waterfall, version: campaign.version };
  },
});

/** The waterfall of an audience that is still being chosen. */
export const previewAudience = defineProcess({
  name: "campaign.preview-audience",
  permission: "campaign:read",
  input: campaignAudienceSchema.extend({ topicId: idOf("topic").nullish() }),
  async run(ctx, { topicId, ...audience }) {
    demandAudience(ctx, audience);
    if (!hasAudience(audience)) return null;
    const { condition, provider, topicNo, cap } = await inWorkspace(ctx.workspaceNo, async (tx) => {
      const frozen = await freezeAudience(tx, ctx.workspaceNo, await checkAudience(tx, ctx.workspaceNo, audience));
      return {
        condition: await compileAudience(tx, ctx.workspaceNo, frozen, ctx.now),
        provider: await providerForSending(tx, ctx.workspaceNo, null),
        topicNo: await topicNoOf(tx, ctx.workspaceNo, topicId),
        cap: (await sendingPolicyOf(tx, ctx.workspaceNo)).cap,
      };
    });
    const options = { refuseDemo: provider?.kind !== "local", topicNo, cap };
    return (await countAudience(ctx.workspaceNo, condition, options)).waterfall;
  },
});
