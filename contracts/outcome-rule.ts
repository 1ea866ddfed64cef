import type { RecipientAnswer, RecipientFilter } from "./delivery";
import type { Condition, EngagementAction } from "./documents/condition";

const row = (action: EngagementAction, campaign: string): Condition => ({
  kind: "engagement",
  action,
  campaign,
  count: { op: "at_least", n: 1 },
  window: { kind: "ever" },
});

const SAID: Partial<Record<RecipientAnswer, (campaign: string) => Condition>> = {
  opened: (campaign) => row("opened", campaign),
  clicked: (campaign) => row("clicked", campaign),
  not_opened: (campaign) => silent("opened", campaign),
  not_clicked: (campaign) => silent("clicked", campaign),
};

const silent = (action: EngagementAction, campaign: string): Condition => ({
  kind: "group",
  op: "all",
  children: [row("received", campaign), { kind: "group", op: "none", children: [row(action, campaign)] }],
});

/**
 * What people did with a campaign as a rule that keeps itself up to date; null for outcomes the vocabulary of rules has no
 * word for, and for searches, which are no outcome.
 */
export function outcomeRule(filter: RecipientFilter, campaignId: string): Condition | null {
  if (filter.q || filter.reason || filter.state || !filter.answer) return null;
  return SAID[filter.answer]?.(campaignId) ?? null;
}
