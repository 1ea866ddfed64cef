import { announceWebhooksFunctions, replayWebhooksFunction, retryWebhooks } from "./send-webhooks";

export const integrationFunctions = [...announceWebhooksFunctions, replayWebhooksFunction, retryWebhooks];
