import "server-only";
import { getHitRules, providerStates, requestRejudge, resolveUnknown, sendTest, simulateNews } from "@/server/delivery";
import { type RestRoute, restRoute } from "../route";

export const deliveryRoutes: RestRoute[] = [
  restRoute(sendTest, {
    method: "POST",
    path: "/test-sends",
    tag: "Sending",
    summary: "Send content to up to ten addresses as a test",
    status: 202,
  }),
  restRoute(providerStates, {
    method: "GET",
    path: "/provider-states",
    tag: "Providers",
    summary: "Whether each provider takes messages, and how far its warm-up plan is today",
  }),
  restRoute(resolveUnknown, {
    method: "POST",
    path: "/messages/resolve",
    tag: "Sending",
    summary: "Decide about messages whose outcome is unknown",
    status: 200,
  }),
  restRoute(getHitRules, {
    method: "GET",
    path: "/tracking/rules",
    tag: "Sending",
    summary: "The rules that tell people from machines, and what each judged",
  }),
  restRoute(requestRejudge, {
    method: "POST",
    path: "/tracking/rules/rerun",
    tag: "Sending",
    summary: "Judge stored opens and clicks by today's rules",
    status: 202,
  }),
  restRoute(simulateNews, {
    method: "POST",
    path: "/outbox/{id}/simulate",
    tag: "Outbox",
    summary: "Play a bounce or complaint for a message of the Local Inbox",
    status: 200,
    from: ({ params, body }) => ({ ...(typeof body === "object" ? body : {}), messageId: params.id }),
  }),
];
