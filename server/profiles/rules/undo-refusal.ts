import { UNMERGE_DAYS } from "@/contracts/merges";

const DAY_MS = 86_400_000;

/** When a merge stops being reversible. */
export const undoableUntil = (at: Date): Date => new Date(at.getTime() + UNMERGE_DAYS * DAY_MS);

/** Why a merge cannot be undone now; null when it can. */
export function undoRefusal(
  merge: { at: Date; undoneAt: Date | null; hasSnapshot: boolean; isWinnerThere: boolean; wentInto: boolean },
  now: Date,
): string | null {
  if (merge.undoneAt) return "This merge was undone already.";
  if (!merge.hasSnapshot || undoableUntil(merge.at) <= now)
    return `A merge can be undone for ${UNMERGE_DAYS} days. What the two contacts were before has been forgotten.`;
  if (merge.wentInto) return "The merged contact has gone into another one since. Undo that merge first.";
  return merge.isWinnerThere ? null : "The merged contact was deleted.";
}
