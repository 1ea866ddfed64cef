import { matchParkedNews } from "./match-parked";
import { reconcileSendRuns } from "./reconcile-runs";
import { sendRun } from "./send-run";

export const deliveryFunctions = [sendRun, reconcileSendRuns, matchParkedNews];
