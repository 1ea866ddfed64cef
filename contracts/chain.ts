/** What a check of a hash chain found wrong first: a row was changed, taken out, or cut off the end. */
export const CHAIN_FAULTS = ["changed", "missing", "tail_missing", "rebuilt"] as const;
export type ChainFault = { kind: (typeof CHAIN_FAULTS)[number]; position: number };

/** The last check of a chain. `fault` is null when every row was as it was written. */
export type ChainCheck = { rows: number; checkedAt: string | null; fault: ChainFault | null };

export const CHAIN_FAULT_WORDS: Record<ChainFault["kind"], (position: number) => string> = {
  changed: (n) => `Entry ${n} was changed after it was written.`,
  missing: (n) => `Entry ${n} was taken out.`,
  tail_missing: (n) => `The last entries are gone: the record ends before entry ${n}.`,
  rebuilt: (n) => `Entry ${n} is not the one an earlier check saw: the record was written anew.`,
};
