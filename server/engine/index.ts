export {
  cancelRun,
  countFailedRuns,
  type EngineStats,
  engineStats,
  getRun,
  inboxByWorkspace,
  listRuns,
  RUN_STATUSES,
  type RunDetail,
  type RunStatus,
  type RunSummary,
  rerouteEvents,
  retryRun,
} from "./admin";
export { createEngineClient, type EngineClientOptions } from "./client";
export { emitSql, type OutgoingEvent } from "./emit";
export { createEngine, type Engine, type EngineOptions } from "./engine";
export { removeExpired } from "./maintenance";
export { createRelay, type Relay, type RelayOptions, relayBatch } from "./relay";
export type { EngineLogger } from "./types";
export { assertSupported } from "./validate";
