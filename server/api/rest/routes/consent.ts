import "server-only";
import {
  addSuppression,
  archiveTopic,
  checkLedger,
  createTopic,
  deleteTopic,
  getConsent,
  listSuppressions,
  listTopics,
  removeSuppression,
  setConsent,
  updateTopic,
} from "@/server/consent";
import { type RestRequest, type RestRoute, restRoute } from "../route";

const tag = "Consent";
const contactIn = ({ params, query, body }: RestRequest) => ({
  ...query,
  ...(body as object | null),
  contactId: params.id,
});

export const consentRoutes: RestRoute[] = [
  restRoute(getConsent, {
    method: "GET",
    path: "/contacts/{id}/consent",
    summary: "What a contact agreed to, with proof",
    tag,
    from: contactIn,
    aliases: ["/users/{id}/consent"],
  }),
  restRoute(setConsent, {
    method: "PUT",
    path: "/contacts/{id}/consent",
    summary: "Record what a contact agreed to; granting needs evidence",
    tag,
    from: contactIn,
    aliases: ["/users/{id}/consent"],
  }),
  restRoute(listSuppressions, { method: "GET", path: "/suppressions", summary: "List suppressed addresses", tag }),
  restRoute(addSuppression, { method: "POST", path: "/suppressions", summary: "Suppress addresses", tag }),
  restRoute(removeSuppression, {
    method: "DELETE",
    path: "/suppressions/{address}",
    summary: "Take an address off the suppression list, with a reason",
    tag,
    status: 204,
    to: () => null,
  }),
  restRoute(listTopics, {
    method: "GET",
    path: "/topics",
    summary: "List topics with who chose them and what uses them",
    tag,
    from: ({ query }) => ({ archived: query.archived === "true" }),
    to: (data) => ({ data, hasMore: false, nextCursor: null }),
  }),
  restRoute(createTopic, { method: "POST", path: "/topics", summary: "Add a topic", tag }),
  restRoute(updateTopic, { method: "PUT", path: "/topics/{id}", summary: "Change a topic", tag }),
  restRoute(archiveTopic, {
    method: "PATCH",
    path: "/topics/{id}/archived",
    summary: "Archive a topic or bring it back",
    tag,
  }),
  restRoute(deleteTopic, {
    method: "DELETE",
    path: "/topics/{id}",
    summary: "Delete a topic nothing uses",
    tag,
    status: 204,
    to: () => null,
  }),
  restRoute(checkLedger, {
    method: "POST",
    path: "/consent-ledger/check",
    summary: "Check the hash chain of the consent ledger",
    tag,
    status: 200,
  }),
];
