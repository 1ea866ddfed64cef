import "server-only";
import {
  getHitRules,
  getTestSend,
  providerStates,
  requestRejudge,
  resolveUnknown,
  sendTest,
  simulateNews,
} from "@/server/delivery";
import { mutationOf, queryOf, router } from "../init";

export const deliveryRouter = router({
  testSend: queryOf(getTestSend),
  sendTest: mutationOf(sendTest),
  providerStates: queryOf(providerStates),
  resolveUnknown: mutationOf(resolveUnknown),
  hitRules: queryOf(getHitRules),
  rejudgeHits: mutationOf(requestRejudge),
  simulateNews: mutationOf(simulateNews),
});
