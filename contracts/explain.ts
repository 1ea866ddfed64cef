import { z } from "zod";
import type { CampaignStatus } from "./campaigns";
import type { RecipientState, SkipReason } from "./delivery";
import { idOf } from "./ids";

export const explainInputSchema = z.object({ campaignId: idOf("campaign"), contactId: idOf("contact") });

/** What stands between a campaign and one person, in the order in which it is asked. */
export const GATES = [
  "audience",
  "exclusion",
  "same_person",
  "contact",
  "address",
  "suppression",
  "opt_out",
  "topic",
  "consent",
  "pause",
  "demo",
  "turn",
  "limit",
  "content",
  "provider",
  "news",
] as const;
export type GateId = (typeof GATES)[number];

export const GATE_LABELS: Record<GateId, string> = {
  audience: "In the audience",
  exclusion: "Not in an excluded segment",
  same_person: "Once per person",
  contact: "Contact exists",
  address: "Has a valid address",
  suppression: "Address is not suppressed",
  opt_out: "Has not opted out",
  topic: "Wants this topic",
  consent: "Agreed to marketing",
  pause: "Has not paused e-mail",
  demo: "Real person, or a road that reaches nobody",
  turn: "Their turn came",
  limit: "Below their own limit and the workspace's",
  content: "The e-mail could be made for them",
  provider: "The provider took it",
  news: "Nothing bad came back",
};

/** waiting: not decided yet. unclear: nobody knows. not_asked: an earlier gate had already decided. */
export type GateVerdict = "passed" | "failed" | "waiting" | "unclear" | "not_asked";

/** `then`: as it was when it was decided. `now`: read today, it may have been different then. */
export type GateFact = { text: string; at: string | null; seen: "then" | "now" };
export type Gate = { id: GateId; verdict: GateVerdict; facts: GateFact[] };

/** A state of the ledger; or `not_meant`, or `would_send` for a campaign that has not been launched. */
export type ExplainedOutcome = RecipientState | "not_meant" | "would_send";

export type Explanation = {
  campaign: { id: string; name: string; status: CampaignStatus };
  contact: { id: string; email: string | null; name: string | null };
  /** ledger: read from what happened. forecast: the same rules asked now, because nothing has happened yet. */
  basis: "ledger" | "forecast";
  outcome: ExplainedOutcome;
  reason: SkipReason | null;
  decidedAt: string | null;
  messageId: string | null;
  /** The gate that kept it from them; null when none did. */
  failing: GateId | null;
  gates: Gate[];
};
