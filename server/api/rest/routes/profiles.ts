import "server-only";
import { countTimeline, getTimeline, listMerges, mergeContacts, unmergeContacts } from "@/server/profiles";
import { type RestRoute, restRoute } from "../route";

const tag = "Contacts";

export const profileRoutes: RestRoute[] = [
  restRoute(mergeContacts, {
    method: "POST",
    path: "/contacts/{id}/merge",
    summary: "Merge another contact into this one; its id leads here from then on",
    tag,
    status: 200,
    from: ({ params, body }) => ({ ...(typeof body === "object" ? body : {}), winnerId: params.id }),
  }),
  restRoute(listMerges, {
    method: "GET",
    path: "/contacts/{id}/merges",
    summary: "List the contacts that went into this one",
    tag,
    from: ({ params }) => ({ contactId: params.id }),
    to: (merges) => ({ data: merges, hasMore: false, nextCursor: null }),
  }),
  restRoute(getTimeline, {
    method: "GET",
    path: "/contacts/{id}/timeline",
    summary: "List what happened to a contact, newest first; `types` is a comma-separated choice",
    tag,
    from: ({ params, query }) => ({
      ...query,
      contactId: params.id,
      ...(query.types && { types: query.types.split(",") }),
    }),
  }),
  restRoute(countTimeline, {
    method: "GET",
    path: "/contacts/{id}/timeline/counts",
    summary: "Count the entries of a contact's timeline by kind",
    tag,
    from: ({ params }) => ({ contactId: params.id }),
  }),
  restRoute(unmergeContacts, {
    method: "POST",
    path: "/merges/{id}/undo",
    summary: "Undo a merge within 30 days",
    tag,
    status: 200,
    from: ({ params }) => ({ mergeId: params.id }),
  }),
];
