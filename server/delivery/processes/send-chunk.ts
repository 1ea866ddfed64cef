import "server-only";
import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import type { EmailProvider, Outgoing, Verdict } from "@/server/channels";
import type { SendPermit } from "@/server/consent";
import { metrics } from "@/server/platform/metrics";
import { outlastOutage } from "@/server/platform/outage";
import { type Chunk, type Claim, settleChunk } from "../claim";
import { faultPoint } from "../fault-point";
import type { SendRun } from "../load";
import type { Renderer } from "../render-message";
import { MAX_ATTEMPTS } from "../rules/backoff";
import { type Decision, decide, type Settlement, settle } from "../rules/settle";
import type { RoadLimits, Wait } from "../throttle";
import { suppressBounced } from "./suppress-bounced";

const OUTAGE_MS = 20_000;

/** `pace.grant`: how many people this lane asks permits for at once (rules/grant-size.ts). */
export type Road = {
  run: SendRun;
  provider: EmailProvider;
  limits: RoadLimits;
  render: Renderer;
  pace: { grant: number };
};

/**
 * complete: every member has a verdict. later: give the batch back for a while. problem: the provider refuses us.
 * quiet: the rest of the batch waits for the end of somebody's quiet hours. waits: for a limit (throttle.ts). halted: the run was paused or stopped. lost: another worker has the batch now.
 */
export type BatchEnd =
  | { kind: "complete" | "halted" | "lost" }
  | { kind: "quiet"; waitSeconds: number }
  | { kind: "waits"; wait: Wait }
  | { kind: "later"; retryAfterSeconds: number | null; detail: string }
  | { kind: "problem"; detail: string };

/**
 * Renders, calls the provider outside any transaction, writes the verdicts and starts the chunk `takeNext` gives.
 * Null when the batch may go on, with that one started.
 */
export async function sendChunk(
  road: Road,
  claim: Claim,
  chunk: Chunk,
  permits: readonly SendPermit[],
  takeNext: () => Chunk | null,
): Promise<BatchEnd | null> {
  const decisions: Decision[] = [];
  const outgoing: Outgoing[] = [];
  for (const permit of permits) {
    const ref = { workspaceNo: claim.workspaceNo, runNo: claim.runNo, batchNo: claim.batchNo, seq: permit.seq };
    const rendered = road.render(permit, ref, chunk.at);
    if (rendered.ok) outgoing.push({ permit, email: rendered.email });
    else decisions.push(skip(permit, rendered.reason, rendered.detail));
  }
  claim.uncalled.delete(chunk.key);
  const verdicts = outgoing.length > 0 ? await callProvider(road.provider, outgoing, chunk.key) : [];
  if (verdicts.some((verdict) => verdict.status === "accepted")) claim.hasAccepted = true;
  await faultPoint("sent");
  const sent = settle(
    outgoing.map(({ permit }) => permit),
    verdicts,
    road.provider.hasIdempotency,
  );
  if (sent.hardBounced.length > 0)
    await suppressBounced(
      claim.workspaceNo,
      road.provider.kind,
      outgoing.flatMap(({ permit }) => (sent.hardBounced.includes(permit.contactNo) ? [permit.address.key] : [])),
    );
  if (sent.isSettled) decisions.push(...sent.decisions, ...givenUp(claim, outgoing, sent.decisions, sent.later));
  const end = endOf(sent, decisions.length === permits.length);
  if (!sent.isSettled) return end;
  // Started only when its call follows: over SMTP a started chunk nobody called for would be people in doubt.
  // What the provider said is known here and nowhere else: an outage of the database must not make it unknown.
  const settleOnce = async () => {
    const next = end ? null : takeNext();
    return { next, ...(await settleChunk(claim, chunk.chunkNo, decisions, next?.chunkNo ?? null)) };
  };
  const { isOurs, isNextStarted, next } = await outlastOutage(settleOnce, { withinMs: OUTAGE_MS });
  if (!isOurs) return { kind: "lost" };
  await faultPoint("settled");
  if (end) return end;
  return next && !isNextStarted ? { kind: "halted" } : null;
}

function endOf({ problem, later, isSettled }: Settlement, isEverybodyDecided: boolean): BatchEnd | null {
  if (problem !== null) return { kind: "problem", detail: problem };
  if (later === null || (isSettled && isEverybodyDecided)) return null;
  return { kind: "later", ...later };
}

/** After the last attempt nobody waits any longer: who could not be handed over has failed, with the provider's words. */
function givenUp(
  claim: Claim,
  outgoing: readonly Outgoing[],
  decided: readonly Decision[],
  later: { detail: string } | null,
): Decision[] {
  if (!later || claim.attempts < MAX_ATTEMPTS) return [];
  const known = new Set(decided.map((decision) => decision.seq));
  return outgoing
    .filter(({ permit }) => !known.has(permit.seq))
    .map(({ permit }) => decide(permit, "failed", { detail: `Given up: ${later.detail}`.slice(0, 300) }));
}

async function callProvider(provider: EmailProvider, outgoing: Outgoing[], key: string): Promise<Verdict[]> {
  let verdicts: Verdict[];
  try {
    verdicts = await provider.send(outgoing, key);
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 300) : "The provider could not be called.";
    verdicts = outgoing.map(() => ({ status: "unknown", detail }));
  }
  for (const { status } of verdicts)
    metrics().messages.inc({ channel: "email", provider: provider.kind, outcome: status });
  return verdicts;
}

export const skip = (member: { seq: number; contactNo: number }, reason: SkipReason, detail: string | null): Decision =>
  decide(member, "skipped", { skip: SKIP_CODES[reason], ...(detail ? { detail } : {}) });
