import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { maskEmail } from "@/contracts/addresses";
import { type ExplainedOutcome, type Explanation, explainInputSchema } from "@/contracts/explain";
import { publicId } from "@/contracts/ids";
import { providerForSending } from "@/server/channels";
import { type ConsentFacts, consentFacts } from "@/server/consent";
import { type ContactRow, loadContact, personNumbers } from "@/server/contacts";
import { type RunTrace, refusalNow, traceRecipient } from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import { allowed, type Ctx } from "@/server/platform/context";
import { inWorkspace, type Tx } from "@/server/platform/db";
import { compileAudience, freezeAudience, hasAudience, thawAudience } from "../audience";
import { type CampaignRow, loadCampaign } from "../load";
import { topicNoOf } from "../references";
import { factsOf } from "../rules/gate-facts";
import { judgeGates, type Outcome } from "../rules/judge-gates";

type Found = {
  /** Null for callers who may not see consent. */
  consent: ConsentFacts | null;
  campaign: CampaignRow;
  contact: ContactRow;
  topicNo: number | null;
  run: RunTrace | null;
  outcome: Outcome;
};

/**
 * Why one person got this campaign or did not: read from the ledger once there is one, else the rules of the launch
 * asked now. The gates are in the order in which they decide.
 */
export const explainCampaign = defineProcess({
  name: "campaign.explain",
  permission: "campaign:read",
  input: explainInputSchema,
  async run(ctx, { campaignId, contactId }): Promise<Explanation> {
    const found = await inWorkspace(ctx.workspaceNo, (tx) => find(tx, ctx, campaignId, contactId));
    if (found.run === null && found.outcome.outcome === "would_send")
      found.outcome = await forecast(ctx, found.campaign, found.contact, found.topicNo);
    return explanation(ctx, found);
  },
});

async function find(tx: Tx, ctx: Ctx, campaignId: string, contactId: string): Promise<Found> {
  const campaign = await loadCampaign(tx, ctx.workspaceNo, campaignId);
  const contact = await loadContact(tx, ctx.workspaceNo, contactId);
  const numbers = await personNumbers(tx, ctx.workspaceNo, contact.contactNo);
  const run = campaign.runNo === null ? null : await traceRecipient(tx, ctx.workspaceNo, campaign.runNo, numbers);
  const topicNo = run ? run.topicNo : await topicNoOf(tx, ctx.workspaceNo, campaign.content.topicId);
  const consent = await factsBehind(tx, ctx, { contact, topicNo, run });
  const base = { campaign, contact, topicNo, run, consent };
  if (run?.recipient) {
    const { state, reason } = run.recipient.fate;
    return { ...base, outcome: { outcome: state, reason } };
  }
  const meant = await isMeant(tx, ctx, campaign, contact.contactNo);
  // Whoever was not written down with the audience is not meant, whatever the rules would say today.
  const outcome: ExplainedOutcome =
    run?.audienceAt || !meant.isIncluded || meant.isExcluded ? "not_meant" : "would_send";
  return {
    ...base,
    outcome: {
      outcome: run && outcome === "would_send" ? "pending" : outcome,
      reason: null,
      isExcluded: meant.isExcluded,
    },
  };
}

/** Whether the audience names somebody, and whether only an excluded segment keeps them out. By contacts' primary key. */
async function isMeant(
  tx: Tx,
  ctx: Ctx,
  campaign: CampaignRow,
  contactNo: number,
): Promise<{ isIncluded: boolean; isExcluded: boolean }> {
  const isFrozen = campaign.frozenAudience !== null;
  if (!isFrozen && !hasAudience(campaign.audience)) return { isIncluded: false, isExcluded: false };
  const audience = isFrozen
    ? thawAudience(campaign.frozenAudience)
    : await freezeAudience(tx, ctx.workspaceNo, campaign.audience);
  const matches = (condition: SQL) => sql`exists (
    select 1 from contacts c where c.workspace_no = ${ctx.workspaceNo}::int and c.contact_no = ${contactNo}::bigint
       and ${condition})`;
  const included = await compileAudience(tx, ctx.workspaceNo, { ...audience, exclude: [] }, ctx.now);
  const remaining = await compileAudience(tx, ctx.workspaceNo, audience, ctx.now);
  const [row] = await tx.execute<{ included: boolean; remaining: boolean }>(
    sql`select ${matches(included)} as included, ${matches(remaining)} as remaining`,
  );
  const isIncluded = row?.included ?? false;
  return { isIncluded, isExcluded: isIncluded && !row?.remaining };
}

async function forecast(
  ctx: Ctx,
  campaign: CampaignRow,
  contact: ContactRow,
  topicNo: number | null,
): Promise<Outcome> {
  const provider = await inWorkspace(ctx.workspaceNo, (tx) =>
    providerForSending(tx, ctx.workspaceNo, campaign.providerNo),
  );
  const reason = await refusalNow(ctx.workspaceNo, {
    contactNo: contact.contactNo,
    topicNo,
    refuseDemo: provider?.kind !== "local",
  });
  return { outcome: reason ? "skipped" : "would_send", reason };
}

/** What was known of their consent when it was decided, or is known now. */
async function factsBehind(
  tx: Tx,
  ctx: Ctx,
  { contact, topicNo, run }: Pick<Found, "contact" | "topicNo" | "run">,
): Promise<ConsentFacts | null> {
  if (!allowed(ctx, "consent:read")) return null;
  const decidedAt = run?.recipient?.decidedAt;
  return consentFacts(tx, ctx.workspaceNo, {
    contactNo: run?.recipient?.contactNo ?? contact.contactNo,
    emailKey: contact.emailKey,
    topicNo,
    at: decidedAt ? new Date(decidedAt) : ctx.now,
  });
}

function explanation(ctx: Ctx, { campaign, contact, topicNo, run, outcome, consent }: Found): Explanation {
  const mayQuote = allowed(ctx, "contact:pii");
  const email = contact.email === null || mayQuote ? contact.email : maskEmail(contact.email);
  const isMeant = outcome.outcome !== "not_meant";
  const seen = {
    isForecast: run === null,
    isMeant,
    isExcluded: outcome.isExcluded ?? false,
    email,
    isDemo: contact.isDemo,
    consent,
    run,
    mayQuote,
  };
  const gates = judgeGates(outcome, { hasTopic: topicNo !== null });
  return {
    campaign: { id: publicId("campaign", campaign.id), name: campaign.name, status: campaign.status },
    contact: {
      id: publicId("contact", contact.id),
      email,
      name: [contact.firstName, contact.lastName].filter(Boolean).join(" ") || null,
    },
    basis: run === null ? "forecast" : "ledger",
    outcome: outcome.outcome,
    reason: outcome.reason,
    decidedAt: run?.recipient?.decidedAt ?? null,
    messageId: run?.recipient ? publicId("message", run.recipient.messageId) : null,
    failing: gates.find((gate) => gate.verdict === "failed" || gate.verdict === "unclear")?.id ?? null,
    gates: gates.map((gate) => ({ ...gate, facts: gate.verdict === "not_asked" ? [] : factsOf(gate.id, seen) })),
  };
}
