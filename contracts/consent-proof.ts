import type { ChainFault } from "./chain";
import type { ConsentChannel, ConsentSource, LedgerState } from "./consent";

export type ProofEntry = {
  /** Place in the workspace's hash chain. */
  position: number;
  at: string;
  channel: ConsentChannel;
  /** Null: the channel as a whole. */
  topic: string | null;
  state: LedgerState;
  source: ConsentSource;
  wording: string | null;
  evidence: string | null;
  ip: string | null;
  actor: { type: string; id: string | null };
  prevHash: string;
  hash: string;
};

/** What one person had agreed to at one moment, with every ledger row it follows from. */
export type ConsentProof = {
  object: "consent_proof";
  workspace: { name: string; postalAddress: string | null };
  contact: { id: string; externalId: string | null; email: string | null; name: string | null };
  at: string;
  generatedAt: string;
  /** In force at that moment. Channels and topics nobody spoke about are not listed: nothing was agreed. */
  inForce: Pick<ProofEntry, "channel" | "topic" | "state" | "source" | "at" | "position">[];
  /** Every row up to that moment, oldest first. */
  entries: ProofEntry[];
  chain: { length: number; head: string | null; checkedAt: string | null; fault: ChainFault | null; rule: string };
};
