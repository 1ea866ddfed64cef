import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { type ExplainedOutcome, GATES, type GateId, type GateVerdict } from "@/contracts/explain";

/** The gate each reason belongs to, in the order in which the reasons are tried (consent's table, then sending). */
const TRIED = {
  merged: "same_person",
  duplicate: "same_person",
  erased: "contact",
  no_address: "address",
  invalid_address: "address",
  suppressed_complaint: "suppression",
  suppressed_hard_bounce: "suppression",
  suppressed_manual: "suppression",
  suppressed_unsubscribed: "suppression",
  opted_out: "opt_out",
  topic_denied: "topic",
  topic_pending: "topic",
  consent_pending: "consent",
  topic_unconfirmed: "topic",
  topic_not_granted: "topic",
  no_consent: "consent",
  paused: "pause",
  demo_contact: "demo",
  campaign_stopped: "turn",
  quiet_expired: "turn",
  capped: "limit",
  missing_variable: "content",
  render_error: "content",
  aborted_by_template: "content",
  provider_rejected: "provider",
} as const satisfies Record<SkipReason, GateId>;

export const REASONS_AS_TRIED = Object.keys(TRIED).filter((key): key is SkipReason => key in SKIP_CODES);

export type Judged = { id: GateId; verdict: GateVerdict };
export type Outcome = { outcome: ExplainedOutcome; reason: SkipReason | null; isExcluded?: boolean };

/** Each gate's verdict from what became of one person. A gate is passed only if all it asks was asked before. */
export function judgeGates(outcome: Outcome, { hasTopic }: { hasTopic: boolean }): Judged[] {
  const gates = GATES.filter((id) => hasTopic || id !== "topic");
  const stop = stopOf(outcome);
  return gates.map((id) => ({ id, verdict: verdictOf(id, stop, outcome.reason) }));
}

type Stop = { at: GateId; verdict: GateVerdict } | null;

function stopOf({ outcome, reason, isExcluded = false }: Outcome): Stop {
  switch (outcome) {
    case "not_meant":
      return { at: isExcluded ? "exclusion" : "audience", verdict: "failed" };
    case "skipped":
      return { at: reason ? TRIED[reason] : "contact", verdict: "failed" };
    case "cancelled":
      return { at: "turn", verdict: "failed" };
    case "pending":
    case "would_send":
      return { at: "turn", verdict: "waiting" };
    case "failed":
      return { at: "provider", verdict: "failed" };
    case "unknown":
      return { at: "provider", verdict: "unclear" };
    case "accepted":
      return { at: "news", verdict: "waiting" };
    case "bounced":
      return { at: "news", verdict: "failed" };
    case "delivered":
    case "complained":
      return null;
  }
}

function verdictOf(id: GateId, stop: Stop, reason: SkipReason | null): GateVerdict {
  if (stop === null) return "passed";
  if (id === stop.at) return stop.verdict;
  const isBefore = GATES.indexOf(id) < GATES.indexOf(stop.at);
  const tried = REASONS_AS_TRIED.filter((other) => TRIED[other] === id);
  if (reason === null || TRIED[reason] !== stop.at || tried.length === 0) return isBefore ? "passed" : "not_asked";
  const last = Math.max(...tried.map((other) => REASONS_AS_TRIED.indexOf(other)));
  return last < REASONS_AS_TRIED.indexOf(reason) ? "passed" : "not_asked";
}
