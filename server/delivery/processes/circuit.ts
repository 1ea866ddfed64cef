import "server-only";

const OPEN_AFTER = 5;
const OPEN_MS = 60_000;

type Circuit = { failures: number; openUntil: number };
const circuits = new Map<string, Circuit>();
const keyOf = (workspaceNo: number, providerNo: number): string => `${workspaceNo}:${providerNo}`;

/** True for a minute after five batches in a row could not be handed over; then one is let through as a trial. */
export function isCircuitOpen(workspaceNo: number, providerNo: number): boolean {
  const circuit = circuits.get(keyOf(workspaceNo, providerNo));
  return circuit !== undefined && circuit.failures >= OPEN_AFTER && performance.now() < circuit.openUntil;
}

/** Counts batches in a row that had to be given back; one that went through closes the circuit. */
export function noteProviderAnswer(workspaceNo: number, providerNo: number, isReachable: boolean): void {
  const key = keyOf(workspaceNo, providerNo);
  if (isReachable) {
    circuits.delete(key);
    return;
  }
  const failures = (circuits.get(key)?.failures ?? 0) + 1;
  circuits.set(key, { failures, openUntil: performance.now() + OPEN_MS });
}
