import { matchParkedNews } from "./match-parked";
import { reconcileSendRuns } from "./reconcile-runs";
import { rejudgeStoredHits } from "./rejudge-hits";
import { sendRun } from "./send-run";

export const deliveryFunctions = [sendRun, rejudgeStoredHits, reconcileSendRuns, matchParkedNews];
