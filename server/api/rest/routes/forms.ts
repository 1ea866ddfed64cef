import "server-only";
import { archiveForm, createForm, listForms, updateForm } from "@/server/forms";
import { type RestRoute, restRoute } from "../route";

const tag = "Forms";

export const formRoutes: RestRoute[] = [
  restRoute(listForms, {
    method: "GET",
    path: "/forms",
    summary: "List sign-up forms with their addresses and counts",
    tag,
    from: ({ query }) => ({ archived: query.archived === "true" }),
    to: (data) => ({ data, hasMore: false, nextCursor: null }),
  }),
  restRoute(createForm, { method: "POST", path: "/forms", summary: "Add a sign-up form", tag }),
  restRoute(updateForm, { method: "PUT", path: "/forms/{id}", summary: "Change a sign-up form", tag }),
  restRoute(archiveForm, {
    method: "PATCH",
    path: "/forms/{id}/archived",
    summary: "Take a form off the web or put it back",
    tag,
  }),
];
