import "server-only";
import {
  archiveTemplate,
  createTemplate,
  duplicateTemplate,
  getTemplate,
  listTemplates,
  listTemplateVersions,
  previewEmail,
  previewTemplate,
  restoreTemplateVersion,
  saveTemplate,
} from "@/server/content";
import { type RestRoute, restRoute } from "../route";

const tag = "Templates";

export const contentRoutes: RestRoute[] = [
  restRoute(listTemplates, { method: "GET", path: "/templates", summary: "List templates", tag }),
  restRoute(createTemplate, { method: "POST", path: "/templates", summary: "Create a template", tag }),
  restRoute(getTemplate, { method: "GET", path: "/templates/{id}", summary: "Get a template", tag }),
  restRoute(saveTemplate, {
    method: "PATCH",
    path: "/templates/{id}",
    summary: "Save a new version; expectedVersion guards against overwriting somebody else's",
    tag,
  }),
  restRoute(archiveTemplate, {
    method: "DELETE",
    path: "/templates/{id}",
    summary: "Archive a template",
    tag,
    status: 204,
    from: ({ params }) => ({ id: params.id }),
    to: () => null,
  }),
  restRoute(duplicateTemplate, { method: "POST", path: "/templates/{id}/duplicate", summary: "Copy a template", tag }),
  restRoute(listTemplateVersions, { method: "GET", path: "/templates/{id}/versions", summary: "List versions", tag }),
  restRoute(restoreTemplateVersion, {
    method: "POST",
    path: "/templates/{id}/versions/{version}/restore",
    summary: "Copy an old version to the top",
    tag,
  }),
  restRoute(previewTemplate, {
    method: "POST",
    path: "/templates/{id}/preview",
    summary: "Render a template for one person, with checks",
    tag,
    status: 200,
  }),
  restRoute(previewEmail, {
    method: "POST",
    path: "/templates/preview",
    summary: "Render a document for one person, with checks",
    tag,
    status: 200,
  }),
];
