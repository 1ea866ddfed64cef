export { createRun } from "./commands/create-run";
export { holdRun, releaseRun, stopRun } from "./commands/steer-run";
export { driveRun } from "./processes/drive-run";
export { materialiseAudience } from "./processes/materialise-audience";
export { reconcileRuns } from "./processes/reconcile-runs";
export { sendBatches } from "./processes/send-batches";
export { listRecipients } from "./queries/list-recipients";
export { runCounts } from "./queries/run-counts";
