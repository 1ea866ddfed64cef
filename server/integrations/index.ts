export { replayWebhooks } from "./commands/replay-webhooks";
export { createWebhook, deleteWebhook, rotateWebhookSecret, updateWebhook } from "./commands/write-webhook";
export { announceEvent } from "./processes/announce-event";
export { sendDueWebhooks, testWebhook } from "./processes/send-webhooks";
export { getWebhook, listWebhookMessages, listWebhooks } from "./queries/list-webhooks";
