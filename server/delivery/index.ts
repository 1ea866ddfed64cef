export { createRun } from "./commands/create-run";
export { decideUnknown } from "./commands/decide-unknown";
export { passBrake } from "./commands/pass-brake";
export { requestRejudge } from "./commands/request-rejudge";
export { resolveUnknown } from "./commands/resolve-unknown";
export { countRetryable, retryFailed } from "./commands/retry-failed";
export { sendNotice } from "./commands/send-notice";
export { sendTest } from "./commands/send-test";
export { holdRun, releaseRun, stopRun } from "./commands/steer-run";
export { inRun } from "./in-run";
export { peopleAtLimit } from "./people-at-limit";
export { driveRun } from "./processes/drive-run";
export { matchParked } from "./processes/match-parked";
export { materialiseAudience } from "./processes/materialise-audience";
export { openUnsubscribePage, type UnsubscribePage } from "./processes/open-page";
export {
  openPreferences,
  type PreferenceChoice,
  type PreferencePage,
  savePreferences,
  stopAll,
} from "./processes/preference-page";
export { receiveWebhook } from "./processes/receive-webhook";
export { reconcileRuns } from "./processes/reconcile-runs";
export { recordNotifications } from "./processes/record-notifications";
export { type RejudgeCursor, type RejudgeProgress, rejudgeHits } from "./processes/rejudge-hits";
export { sendBatches } from "./processes/send-batches";
export { simulateNews } from "./processes/simulate-news";
export { type UnsubscribeOutcome, undoUnsubscribe, unsubscribe, type Visitor } from "./processes/unsubscribe";
export { viewMessage } from "./processes/view-message";
export { watchBrakes } from "./processes/watch-brakes";
export { clickMap } from "./queries/click-map";
export { countMessagesOf, fatesOf, messagesOf } from "./queries/contact-messages";
export { getTestSend } from "./queries/get-test-send";
export { getHitRules } from "./queries/hit-rules";
export { isLocalRun } from "./queries/is-local-run";
export { listAgainRuns } from "./queries/list-again-runs";
export { listRecipients } from "./queries/list-recipients";
export { peopleOfRuns } from "./queries/people-of-runs";
export { providerStates } from "./queries/provider-states";
export { runCounts } from "./queries/run-counts";
export { runNumbers } from "./queries/run-numbers";
export { runPace } from "./queries/run-pace";
export { runStanding } from "./queries/run-standing";
export { runTimeline } from "./queries/run-timeline";
export { type RunTrace, refusalNow, traceRecipient } from "./queries/trace-recipient";
export { type CheckedFilter, filterOf, type RunInQuestion, recipientsSql } from "./recipients-sql";
export { HIT_RULE_VERSION } from "./rules/classify-hit";
export { forgetCounts } from "./throttle";
export {
  type ClickToken,
  clickUrl,
  openUrl,
  type PersonToken,
  type PreferencesToken,
  preferencesToken,
  preferencesUrl,
  readClickToken,
  readOpenToken,
  readPreferencesToken,
  readUnsubscribeToken,
  readViewToken,
  unsubscribeToken,
  viewToken,
} from "./tokens";
export { drainHits, recordHit, startHitDrain } from "./tracking/record-hit";
