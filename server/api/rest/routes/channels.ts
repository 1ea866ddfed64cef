import "server-only";
import {
  addDomain,
  checkDomain,
  createProvider,
  deleteProvider,
  getDomain,
  getOutboxMessage,
  getProvider,
  listDomains,
  listProviders,
  readOutbox,
  removeDomain,
  rotateDkimKey,
  setDefaultProvider,
  updateProvider,
} from "@/server/channels";
import { type RestRoute, restRoute } from "../route";

const byProvider = ({ params, body }: { params: Record<string, string>; body: unknown }) => ({
  ...(typeof body === "object" ? body : {}),
  providerId: params.id,
});

const byDomain = ({ params }: { params: Record<string, string> }) => ({ domainId: params.id });

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
  restRoute(listDomains, { method: "GET", path: "/domains", tag: "Domains", summary: "List sending domains" }),
  restRoute(addDomain, { method: "POST", path: "/domains", tag: "Domains", summary: "Add a sending domain" }),
  restRoute(getDomain, {
    method: "GET",
    path: "/domains/{id}",
    tag: "Domains",
    summary: "Read a sending domain: each DNS record, expected and found",
    from: byDomain,
  }),
  restRoute(checkDomain, {
    method: "POST",
    path: "/domains/{id}/check",
    tag: "Domains",
    summary: "Look at the DNS records again",
    status: 200,
    from: byDomain,
  }),
  restRoute(rotateDkimKey, {
    method: "POST",
    path: "/domains/{id}/rotate-key",
    tag: "Domains",
    summary: "Make the next DKIM key; it takes over once its record is found",
    status: 200,
    from: byDomain,
  }),
  restRoute(removeDomain, {
    method: "DELETE",
    path: "/domains/{id}",
    tag: "Domains",
    summary: "Remove a sending domain",
    from: byDomain,
  }),
];
