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
import { type RestRoute, restRoute } from "../route";

const byWebhook = ({ params, body }: { params: Record<string, string>; body: unknown }) => ({
  ...(typeof body === "object" ? body : {}),
  webhookId: params.id,
});
const tag = "Webhooks";

export const integrationRoutes: RestRoute[] = [
  restRoute(listWebhooks, { method: "GET", path: "/webhooks", tag, summary: "List webhooks" }),
  restRoute(createWebhook, {
    method: "POST",
    path: "/webhooks",
    tag,
    summary: "Add a webhook; the answer holds its signing secret, once",
  }),
  restRoute(getWebhook, { method: "GET", path: "/webhooks/{id}", tag, summary: "Read a webhook", from: byWebhook }),
  restRoute(updateWebhook, {
    method: "PATCH",
    path: "/webhooks/{id}",
    tag,
    summary: "Change a webhook, or switch it on or off",
    from: byWebhook,
  }),
  restRoute(deleteWebhook, {
    method: "DELETE",
    path: "/webhooks/{id}",
    tag,
    summary: "Remove a webhook with its log",
    from: byWebhook,
  }),
  restRoute(listWebhookMessages, {
    method: "GET",
    path: "/webhooks/{id}/messages",
    tag,
    summary: "The delivery log of a webhook, newest first",
    from: ({ params, query }) => ({ ...query, webhookId: params.id }),
  }),
  restRoute(rotateWebhookSecret, {
    method: "POST",
    path: "/webhooks/{id}/rotate-secret",
    tag,
    summary: "Make a new signing secret; the old one signs too for a day",
    status: 200,
    from: byWebhook,
  }),
  restRoute(testWebhook, {
    method: "POST",
    path: "/webhooks/{id}/test",
    tag,
    summary: "Send a test message and tell the answer",
    status: 200,
    from: byWebhook,
  }),
  restRoute(replayWebhooks, {
    method: "POST",
    path: "/webhooks/{id}/replay",
    tag,
    summary: "Send messages again: those named, or every dead one",
    status: 200,
    from: byWebhook,
  }),
];
