import "server-only";
import { getTestSend, resolveUnknown, sendTest, simulateNews } from "@/server/delivery";
import { mutationOf, queryOf, router } from "../init";

export const deliveryRouter = router({
  testSend: queryOf(getTestSend),
  sendTest: mutationOf(sendTest),
  resolveUnknown: mutationOf(resolveUnknown),
  simulateNews: mutationOf(simulateNews),
});
