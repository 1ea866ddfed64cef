type Mergeable = { contactNo: number; isDemo: boolean };

/** Why these two cannot become one; null when they can. */
export function mergeRefusal(winner: Mergeable, loser: Mergeable): string | null {
  if (winner.contactNo === loser.contactNo) return "These two are one contact already.";
  if (winner.isDemo !== loser.isDemo)
    return "One of them is a demo person. Demo people are removed together and cannot be merged with real ones.";
  return null;
}
