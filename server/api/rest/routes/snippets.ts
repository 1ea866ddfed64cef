import "server-only";
import {
  createSnippet,
  deleteSnippet,
  getSnippet,
  listSnippets,
  listSnippetVersions,
  restoreSnippetVersion,
  saveSnippet,
} from "@/server/content";
import { type RestRoute, restRoute } from "../route";

const tag = "Snippets";

export const snippetRoutes: RestRoute[] = [
  restRoute(listSnippets, { method: "GET", path: "/snippets", summary: "List snippets", tag }),
  restRoute(createSnippet, { method: "POST", path: "/snippets", summary: "Create a snippet", tag }),
  restRoute(getSnippet, { method: "GET", path: "/snippets/{id}", summary: "Get a snippet and what includes it", tag }),
  restRoute(saveSnippet, {
    method: "PATCH",
    path: "/snippets/{id}",
    summary: "Save a new version; expectedVersion guards against overwriting somebody else's",
    tag,
  }),
  restRoute(deleteSnippet, {
    method: "DELETE",
    path: "/snippets/{id}",
    summary: "Delete a snippet that nothing includes",
    tag,
    status: 204,
    from: ({ params }) => ({ id: params.id }),
    to: () => null,
  }),
  restRoute(listSnippetVersions, { method: "GET", path: "/snippets/{id}/versions", summary: "List versions", tag }),
  restRoute(restoreSnippetVersion, {
    method: "POST",
    path: "/snippets/{id}/versions/{version}/restore",
    summary: "Copy an old version to the top",
    tag,
  }),
];
