import "server-only";
import { resolveUnknown, sendTest, simulateNews } from "@/server/delivery";
import { mutationOf, router } from "../init";

export const deliveryRouter = router({
  sendTest: mutationOf(sendTest),
  resolveUnknown: mutationOf(resolveUnknown),
  simulateNews: mutationOf(simulateNews),
});
