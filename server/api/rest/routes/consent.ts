import "server-only";
import { addSuppression, getConsent, listSuppressions, removeSuppression, setConsent } from "@/server/consent";
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
];
