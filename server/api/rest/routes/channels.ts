import "server-only";
import {
  createProvider,
  deleteProvider,
  getOutboxMessage,
  getProvider,
  listProviders,
  readOutbox,
  setDefaultProvider,
  updateProvider,
} from "@/server/channels";
import { type RestRoute, restRoute } from "../route";

const byProvider = ({ params, body }: { params: Record<string, string>; body: unknown }) => ({
  ...(typeof body === "object" ? body : {}),
  providerId: params.id,
});

export const channelRoutes: RestRoute[] = [
  restRoute(readOutbox, {
    method: "GET",
    path: "/outbox",
    tag: "Outbox",
    summary: "What the Local Inbox received: recipient, subject, parts, header fields and links",
  }),
  restRoute(getOutboxMessage, {
    method: "GET",
    path: "/outbox/{id}",
    tag: "Outbox",
    summary: "One message with its MIME source",
    from: ({ params }) => ({ messageId: params.id }),
  }),
  restRoute(listProviders, { method: "GET", path: "/providers", tag: "Providers", summary: "List providers" }),
  restRoute(createProvider, { method: "POST", path: "/providers", tag: "Providers", summary: "Add a provider" }),
  restRoute(getProvider, {
    method: "GET",
    path: "/providers/{id}",
    tag: "Providers",
    summary: "Read a provider",
    from: byProvider,
  }),
  restRoute(updateProvider, {
    method: "PATCH",
    path: "/providers/{id}",
    tag: "Providers",
    summary: "Change a provider",
    from: byProvider,
  }),
  restRoute(setDefaultProvider, {
    method: "POST",
    path: "/providers/{id}/default",
    tag: "Providers",
    summary: "Make a provider the default",
    status: 200,
    from: byProvider,
  }),
  restRoute(deleteProvider, {
    method: "DELETE",
    path: "/providers/{id}",
    tag: "Providers",
    summary: "Remove a provider",
    from: byProvider,
  }),
];
