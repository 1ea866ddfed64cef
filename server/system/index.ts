import "server-only";

export { cancelRun } from "./commands/cancel-run";
export { retryRun } from "./commands/retry-run";
export { getFigures } from "./queries/get-figures";
export { getHomeCounts, getHomeOverview } from "./queries/get-home";
export { getRun, listRuns } from "./queries/list-runs";
