/** What came back for one run so far. */
export type ComeBack = { accepted: number; bounced: number; complained: number };
export type BrakeVerdict = { level: "warned" | "halted"; note: string } | null;

/**
 * Shares of the accepted messages (features.md §4.5; SES reviews accounts at 5 % and 0.1 %). `least` messages must have
 * been accepted and `few` must have come back, so that one unlucky address stops nobody.
 */
const LIMITS = {
  complained: { warn: 0.0008, halt: 0.001, least: 1000, few: 3, words: "were marked as spam" },
  bounced: { warn: 0.02, halt: 0.05, least: 200, few: 5, words: "bounced" },
} as const;

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;

/** Whether what comes back of a run calls for a warning or for a halt, in words; the graver of the two. */
export function judgeComeBack(run: ComeBack): BrakeVerdict {
  let verdict: BrakeVerdict = null;
  for (const kind of ["complained", "bounced"] as const) {
    const { warn, halt, least, few, words } = LIMITS[kind];
    const count = run[kind];
    const share = count / Math.max(1, run.accepted);
    if (run.accepted < least || count < few || share < warn || verdict?.level === "halted") continue;
    const isHalt = share >= halt;
    if (verdict && !isHalt) continue;
    const facts = `${count.toLocaleString("en")} of ${run.accepted.toLocaleString("en")} messages ${words} (${percent(share)})`;
    verdict = isHalt
      ? { level: "halted", note: `Paused by itself: ${facts}; the limit is ${percent(halt)}.` }
      : { level: "warned", note: `${facts}; sending pauses by itself at ${percent(halt)}.` };
  }
  return verdict;
}
