import type { ConsentState } from "@/contracts/consent";
import type { ConsentSnapshot, StoredConsent } from "@/contracts/merges";

/** A no on either side stays a no; otherwise the contact that stays keeps its answer, or gets the other's. */
export const mergedState = (winner: ConsentState | null, loser: ConsentState | null): ConsentState | null =>
  winner === "denied" || loser === "denied" ? "denied" : (winner ?? loser);

const keyOf = (row: { channel: string; topicNo: number }) => `${row.channel}:${row.topicNo}`;
const byKey = (rows: readonly StoredConsent[]) => new Map(rows.map((row) => [keyOf(row), row]));

export const isSameConsent = (a: StoredConsent | undefined, b: StoredConsent | undefined): boolean =>
  a?.state === b?.state && a?.source === b?.source && a?.at === b?.at;

/**
 * What is in force for the merged person. `kept` and `carried` rows come with their own date and source; a no of the
 * loser that the winner did not say is told again (`toDeny`), so that it also outlives a later yes to a topic. A yes to
 * a topic is not carried over a no to everything.
 */
export function mergeConsentRows(
  winner: readonly StoredConsent[],
  loser: readonly StoredConsent[],
): { kept: StoredConsent[]; carried: StoredConsent[]; toDeny: StoredConsent[] } {
  const own = byKey(winner);
  const saidNo = (channel: string) => own.get(`${channel}:0`)?.state === "denied";
  return {
    kept: [...winner],
    carried: loser.filter((row) => !own.has(keyOf(row)) && row.state !== "denied" && !saidNo(row.channel)),
    toDeny: loser.filter((row) => row.state === "denied" && own.get(keyOf(row))?.state !== "denied"),
  };
}

type Undo = {
  /** Rows of the winner to keep as they are. */
  kept: StoredConsent[];
  /** Rows the merge made stricter and nobody touched since: back to what they were. */
  back: { row: StoredConsent; to: ConsentState }[];
  loser: StoredConsent[];
  /** A no of the merged person since: it holds for both. */
  deniedSince: StoredConsent[];
};

/** How to take a merge back, given what is in force for the winner now. */
export function undoConsentRows(current: readonly StoredConsent[], snapshot: ConsentSnapshot): Undo {
  const [before, written, losers] = [byKey(snapshot.winner), byKey(snapshot.written), byKey(snapshot.loser)];
  const undo: Undo = { kept: [], back: [], loser: [...snapshot.loser], deniedSince: [] };
  for (const row of current) {
    const [was, made] = [before.get(keyOf(row)), written.get(keyOf(row))];
    if (made && isSameConsent(row, made)) {
      if (was) undo.back.push({ row, to: was.state });
      continue;
    }
    undo.kept.push(row);
    const isNew = !isSameConsent(row, was);
    if (row.state === "denied" && isNew && losers.get(keyOf(row))?.state !== "denied") undo.deniedSince.push(row);
  }
  return undo;
}
