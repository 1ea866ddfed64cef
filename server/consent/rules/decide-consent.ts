import type { ConsentSource, ConsentState, LedgerState } from "@/contracts/consent";

export type CurrentConsent = { state: ConsentState; source: ConsentSource; at: Date } | null;
export type ConsentDecision =
  | { ok: true; change: boolean }
  | { ok: false; code: "CONSENT_REQUIRED" | "VALIDATION_ERROR"; reason: string };

/** A no may always be recorded; saying it twice changes nothing. */
export const decideDenial = (current: CurrentConsent): ConsentDecision => ({
  ok: true,
  change: current?.state !== "denied",
});

/**
 * A yes needs proof. Over an earlier no only two parties may put it: the person (who has other commands) or a member
 * who says how the person changed their mind; a program may not.
 */
export function decideGrant(
  current: CurrentConsent,
  by: "member" | "api_key" | "other",
  evidence: string | undefined,
): ConsentDecision {
  if (!evidence)
    return {
      ok: false,
      code: "VALIDATION_ERROR",
      reason: "Say where and how this person agreed; it is kept as proof.",
    };
  if (current?.state === "denied" && by !== "member")
    return {
      ok: false,
      code: "CONSENT_REQUIRED",
      reason: "This person said no. Only they, or a member who has their new agreement, can change that.",
    };
  return { ok: true, change: current?.state !== "granted" };
}

/**
 * A no to everything, said again, counts when a topic was chosen since: the later yes to that topic would outlive it.
 */
export const decideDenialOfAll = (current: CurrentConsent, lastTopicYes: Date | null): ConsentDecision => ({
  ok: true,
  change: current?.state !== "denied" || (lastTopicYes !== null && lastTopicYes.getTime() > current.at.getTime()),
});

/**
 * An undo on the recipient's own page: only of their own no, and only back to a yes that was there. A topic people get
 * unless they say no (`hadImpliedYes`) was a yes without a row.
 */
export function decideRestore(
  current: CurrentConsent,
  before: LedgerState | null,
  hadImpliedYes = false,
): ConsentDecision {
  if (current?.state === "granted") return { ok: true, change: false };
  if (current?.state !== "denied" || !(before === "granted" || (before === null && hadImpliedYes)))
    return { ok: false, code: "CONSENT_REQUIRED", reason: "There is no earlier agreement to go back to." };
  if (current.source !== "recipient_one_click" && current.source !== "recipient_page")
    return { ok: false, code: "CONSENT_REQUIRED", reason: "This opt-out was not made here. Please ask the sender." };
  return { ok: true, change: true };
}

/**
 * The instant of a new ledger row. Never before the state it follows: clocks of two machines differ, and a no that
 * comes after a yes must win although its clock is behind.
 */
export const instantOf = (now: Date, current: CurrentConsent): Date =>
  current && current.at.getTime() > now.getTime() ? current.at : now;

/** A yes to one topic after a no to everything lies strictly later: the permit tells them apart by time. */
export const instantOfTopicYes = (now: Date, topic: CurrentConsent, all: CurrentConsent): Date =>
  new Date(
    Math.max(
      instantOf(now, topic).getTime(),
      all?.state === "denied" ? all.at.getTime() + 1 : Number.NEGATIVE_INFINITY,
    ),
  );
