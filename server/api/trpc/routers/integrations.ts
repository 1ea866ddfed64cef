import "server-only";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhookMessages,
  listWebhooks,
  replayWebhooks,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from "@/server/integrations";
import { mutationOf, queryOf, router } from "../init";

export const integrationsRouter = router({
  listWebhooks: queryOf(listWebhooks),
  getWebhook: queryOf(getWebhook),
  webhookMessages: queryOf(listWebhookMessages),
  createWebhook: mutationOf(createWebhook),
  updateWebhook: mutationOf(updateWebhook),
  rotateWebhookSecret: mutationOf(rotateWebhookSecret),
  testWebhook: mutationOf(testWebhook),
  replayWebhooks: mutationOf(replayWebhooks),
  deleteWebhook: mutationOf(deleteWebhook),
});
