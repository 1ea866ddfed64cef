import type { Kit } from "@/tests/support/engine-harness";

/** A conformance case: registers its functions on the kit and answers the check to run against the started engine. */
export interface Scenario {
  name: string;
  /** Shows something the real server does not expose, or takes too long there. */
  isEmbeddedOnly?: boolean;
  prepare(kit: Kit): () => Promise<void>;
}

export const scenario = (name: string, prepare: Scenario["prepare"], isEmbeddedOnly = false): Scenario => ({
  name,
  prepare,
  isEmbeddedOnly,
});
