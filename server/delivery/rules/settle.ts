import { DELIVERY_CODES, SKIP_CODES } from "@/contracts/delivery";

/** One line of the delivery log. `status` and `skip` are the numbers of contracts/delivery.ts. */
export type Decision = {
  seq: number;
  contactNo: number;
  status: number;
  skip: number | null;
  providerId: string | null;
  detail: string | null;
};

/** The provider's word on one message, as far as deciding needs it (server/channels/contract.ts Verdict). */
type Said =
  | { status: "accepted"; providerId: string | null }
  | { status: "throttled"; retryAfterSeconds: number | null; detail: string }
  | { status: "refused"; detail: string; isHardBounce: boolean }
  | { status: "failed"; detail: string }
  | { status: "unknown"; detail: string };

export type Settlement = {
  decisions: Decision[];
  /** People whose address is dead: to be suppressed. */
  hardBounced: number[];
  /** Set when somebody has to be asked for again. */
  later: { retryAfterSeconds: number | null; detail: string } | null;
  /** Set when our account is refused: the run must wait for a person. */
  problem: string | null;
  /** False when the same call must be made again with the same key before anything is written. */
  isSettled: boolean;
};

/**
 * What one call to a provider decided. With idempotency keys an unknown outcome is asked again, so nothing is written
 * yet; without them it is written as unknown and stays so until a webhook or a person says otherwise.
 */
export function settle(
  members: readonly { seq: number; contactNo: number }[],
  said: readonly Said[],
  hasIdempotency: boolean,
): Settlement {
  const result: Settlement = { decisions: [], hardBounced: [], later: null, problem: null, isSettled: true };
  const doubt = said.find((verdict) => verdict.status === "unknown");
  if (doubt && hasIdempotency)
    return { ...result, isSettled: false, later: { retryAfterSeconds: null, detail: doubt.detail } };
  members.forEach((member, index) => {
    const verdict: Said = said[index] ?? { status: "unknown", detail: "The provider did not answer for this message." };
    switch (verdict.status) {
      case "accepted":
        result.decisions.push(decide(member, "accepted", { providerId: verdict.providerId }));
        break;
      case "refused":
        result.decisions.push(decide(member, "failed", { skip: SKIP_CODES.provider_rejected, detail: verdict.detail }));
        if (verdict.isHardBounce) result.hardBounced.push(member.contactNo);
        break;
      case "unknown":
        result.decisions.push(decide(member, "unknown", { detail: verdict.detail }));
        break;
      case "throttled":
        result.later = laterOf(result.later, verdict);
        break;
      case "failed":
        result.problem = verdict.detail;
        break;
    }
  });
  return result;
}

const laterOf = (
  known: Settlement["later"],
  next: { retryAfterSeconds: number | null; detail: string },
): NonNullable<Settlement["later"]> => ({
  retryAfterSeconds: Math.max(known?.retryAfterSeconds ?? 0, next.retryAfterSeconds ?? 0) || null,
  detail: next.detail,
});

export const decide = (
  member: { seq: number; contactNo: number },
  status: keyof typeof DELIVERY_CODES,
  more: { skip?: number; providerId?: string | null; detail?: string } = {},
): Decision => ({
  seq: member.seq,
  contactNo: member.contactNo,
  status: DELIVERY_CODES[status],
  skip: more.skip ?? null,
  providerId: more.providerId ?? null,
  detail: more.detail ?? null,
});
