import "server-only";
import {
  addSuppression,
  archiveTopic,
  checkLedger,
  createTopic,
  deleteTopic,
  getConsent,
  getLedgerCheck,
  listConsentStates,
  listLedger,
  listSuppressions,
  listTopicChoices,
  listTopics,
  removeSuppression,
  setConsent,
  sortTopics,
  updateTopic,
} from "@/server/consent";
import { mutationOf, queryOf, router } from "../init";

export const consentRouter = router({
  get: queryOf(getConsent),
  states: queryOf(listConsentStates),
  set: mutationOf(setConsent),
  suppressions: queryOf(listSuppressions),
  suppress: mutationOf(addSuppression),
  unsuppress: mutationOf(removeSuppression),
  topics: queryOf(listTopics),
  topicChoices: queryOf(listTopicChoices),
  createTopic: mutationOf(createTopic),
  updateTopic: mutationOf(updateTopic),
  archiveTopic: mutationOf(archiveTopic),
  sortTopics: mutationOf(sortTopics),
  deleteTopic: mutationOf(deleteTopic),
  ledger: queryOf(listLedger),
  ledgerCheck: queryOf(getLedgerCheck),
  checkLedger: mutationOf(checkLedger),
});
