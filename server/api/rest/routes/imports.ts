import "server-only";
import {
  cancelImport,
  getImport,
  importCsvText,
  listImportProblems,
  listImports,
  listUndoPeople,
  pauseImport,
  previewImportUndo,
  resumeImport,
  undoImport,
} from "@/server/imports";
import { type RestRequest, type RestRoute, restRoute } from "../route";

const tag = "Imports";
const from = ({ params, query }: RestRequest) => ({ ...query, importId: params.id });

export const importRoutes: RestRoute[] = [
  restRoute(listImports, { method: "GET", path: "/imports", summary: "List imports", tag }),
  restRoute(importCsvText, {
    method: "POST",
    path: "/imports",
    summary: "Import contacts from CSV text up to 1 MB",
    tag,
    status: 202,
  }),
  restRoute(getImport, {
    method: "GET",
    path: "/imports/{id}",
    summary: "Progress and counts of an import",
    tag,
    from,
  }),
  restRoute(listImportProblems, {
    method: "GET",
    path: "/imports/{id}/problems",
    summary: "Rows that were not imported, and why",
    tag,
    from,
  }),
  restRoute(pauseImport, {
    method: "POST",
    path: "/imports/{id}/pause",
    summary: "Pause an import",
    tag,
    status: 200,
    from,
  }),
  restRoute(resumeImport, {
    method: "POST",
    path: "/imports/{id}/resume",
    summary: "Resume an import",
    tag,
    status: 200,
    from,
  }),
  restRoute(cancelImport, {
    method: "POST",
    path: "/imports/{id}/cancel",
    summary: "Cancel an import",
    tag,
    status: 200,
    from,
  }),
  restRoute(previewImportUndo, {
    method: "GET",
    path: "/imports/{id}/undo",
    summary: "What undoing an import would do",
    tag,
    from,
  }),
  restRoute(undoImport, {
    method: "POST",
    path: "/imports/{id}/undo",
    summary: "Undo an import within 24 hours",
    tag,
    status: 202,
    from,
  }),
  restRoute(listUndoPeople, {
    method: "GET",
    path: "/imports/{id}/undo/people",
    summary: "Whom an undo left alone, and why",
    tag,
    from,
  }),
];
