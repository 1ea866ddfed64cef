import type { ConsentChannel, ConsentSource, LedgerState } from "@/contracts/consent";

/** One row of the ledger, as far as the rule looks at it. */
export type LedgerEntry = {
  chainNo: number;
  channel: ConsentChannel;
  topicNo: number;
  state: LedgerState;
  source: ConsentSource;
  at: Date;
};

/**
 * What was in force after these rows, per channel and topic. Rows count in the order in which they were written: the
 * later instant wins, at the same instant the later row, and a request for confirmation replaces neither yes nor no. A
 * yes that is taken back leaves nothing; taking back touches no other answer.
 * `consent_state` holds the same answer for all rows (test: replay equals state over random histories).
 */
export function replayConsent<E extends LedgerEntry>(entries: readonly E[]): E[] {
  const current = new Map<string, E>();
  for (const entry of [...entries].sort((a, b) => a.chainNo - b.chainNo)) {
    const key = `${entry.channel}/${entry.topicNo}`;
    const before = current.get(key);
    if (entry.state === "retracted") {
      if (before?.state === "granted" && before.at.getTime() <= entry.at.getTime()) current.delete(key);
      continue;
    }
    const isRequest = entry.state === "pending" && before !== undefined && before.state !== "pending";
    if (!before || (before.at.getTime() <= entry.at.getTime() && !isRequest)) current.set(key, entry);
  }
  return [...current.values()].sort((a, b) => a.topicNo - b.topicNo || a.channel.localeCompare(b.channel));
}
