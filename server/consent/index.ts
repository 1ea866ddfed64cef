export { addSuppression, suppressKeys } from "./commands/add-suppression";
export { askConsent, confirmConsent } from "./commands/ask-consent";
export { checkLedger, type LedgerCheck } from "./commands/check-ledger";
export { choosePreferences } from "./commands/choose-preferences";
export { removeSuppression } from "./commands/remove-suppression";
export { restoreConsent } from "./commands/restore-consent";
export { revokeConsent } from "./commands/revoke-consent";
export { setConsent } from "./commands/set-consent";
export { setSendingPolicy } from "./commands/set-sending-policy";
export { archiveTopic, createTopic, deleteTopic, sortTopics, updateTopic } from "./commands/write-topic";
export { type EligibilityOptions, eligibilitySql } from "./eligibility";
export { mergeConsent, takeConsentAside, unmergeConsent } from "./merge";
export {
  type CountRecent,
  type PermitAnswer,
  type PermitRecipient,
  type PermitRequest,
  requestPermits,
  type SendPermit,
} from "./permit";
export { type BulkGrant, grantConsentInBulk } from "./pipeline";
export { checkLedgers } from "./processes/check-ledgers";
export {
  findTopicsForForm,
  findTopicText,
  type OwnPreferences,
  readPreferences,
  type TopicChoice,
} from "./processes/read-preferences";
export { proofPdf } from "./proof-pdf";
export { type ConsentFacts, consentFacts } from "./queries/consent-facts";
export {
  type ConsentEvent,
  type ContactConsent,
  getConsent,
  listConsentStates,
  type TopicConsent,
} from "./queries/get-consent";
export { getSendingPolicy } from "./queries/get-sending-policy";
export { countLedger, ledgerOf } from "./queries/ledger-of";
export { getLedgerCheck, type LedgerLine, listLedger } from "./queries/list-ledger";
export { countSuppressions, listSuppressions, type Suppression, suppressionsWhere } from "./queries/list-suppressions";
export { type ListedTopic, listTopicChoices, listTopics } from "./queries/list-topics";
export { proveConsent } from "./queries/prove-consent";
export { type Retraction, recordRetractions, takeBackGrants } from "./retract";
export { mergedState } from "./rules/merge-consent";
export { readQuietHours, sendingPolicyOf } from "./sending-policy";
export { consentStates, dropConsentState } from "./store";
export { findTopic, openTopics, registerTopicUses } from "./topics";
