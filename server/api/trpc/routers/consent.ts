import "server-only";
import {
  addSuppression,
  getConsent,
  listConsentStates,
  listSuppressions,
  removeSuppression,
  setConsent,
} from "@/server/consent";
import { mutationOf, queryOf, router } from "../init";

export const consentRouter = router({
  get: queryOf(getConsent),
  states: queryOf(listConsentStates),
  set: mutationOf(setConsent),
  suppressions: queryOf(listSuppressions),
  suppress: mutationOf(addSuppression),
  unsuppress: mutationOf(removeSuppression),
});
