import "server-only";
import {
  cancelBulk,
  cancelExport,
  countContacts,
  createExport,
  createView,
  deleteView,
  getBulkJob,
  getExport,
  listBulkJobs,
  listBulkRows,
  listContacts,
  listExports,
  listViews,
  previewBulk,
  startBulk,
  takeExport,
  undoBulk,
  updateView,
} from "@/server/people";
import { answerFile } from "../../uploads/export-file";
import { type RestRoute, restRoute } from "../route";

const tag = "Contacts";
const jobs = "Bulk jobs and exports";
const views = "Saved views";

export const peopleRoutes: RestRoute[] = [
  restRoute(listContacts, {
    method: "GET",
    path: "/contacts",
    summary: "List contacts by search, filter (a condition as JSON) and order",
    tag,
    aliases: ["/users"],
  }),
  restRoute(countContacts, {
    method: "GET",
    path: "/contacts/count",
    summary: "Count the contacts a search or filter means, exactly",
    tag,
    aliases: ["/users/count"],
  }),
  restRoute(previewBulk, {
    method: "POST",
    path: "/contacts/bulk/preview",
    summary: "Count what a bulk action would change",
    tag: jobs,
    status: 200,
    aliases: ["/users/bulk/preview"],
  }),
  restRoute(startBulk, {
    method: "POST",
    path: "/contacts/bulk",
    summary: "Change many contacts: tags, a field, suppression, deletion. Up to 1,000 are done when this answers",
    tag: jobs,
    status: 202,
    needsIdempotencyKey: true,
    aliases: ["/users/bulk"],
  }),
  restRoute(listBulkJobs, { method: "GET", path: "/bulk-jobs", summary: "List bulk jobs", tag: jobs }),
  restRoute(getBulkJob, {
    method: "GET",
    path: "/bulk-jobs/{id}",
    summary: "Progress and counts of a bulk job",
    tag: jobs,
  }),
  restRoute(listBulkRows, {
    method: "GET",
    path: "/bulk-jobs/{id}/rows",
    summary: "What became of each contact of a bulk job",
    tag: jobs,
  }),
  restRoute(cancelBulk, {
    method: "POST",
    path: "/bulk-jobs/{id}/cancel",
    summary: "Cancel a bulk job",
    tag: jobs,
    status: 200,
  }),
  restRoute(undoBulk, {
    method: "POST",
    path: "/bulk-jobs/{id}/undo",
    summary: "Undo a change of tags or of a field where it is still as the job left it",
    tag: jobs,
    status: 202,
  }),
  restRoute(createExport, {
    method: "POST",
    path: "/exports",
    summary: "Write contacts to a CSV, NDJSON or Parquet file",
    tag: jobs,
    status: 202,
  }),
  restRoute(listExports, { method: "GET", path: "/exports", summary: "List exports", tag: jobs }),
  restRoute(getExport, { method: "GET", path: "/exports/{id}", summary: "Progress of an export", tag: jobs }),
  restRoute(cancelExport, {
    method: "POST",
    path: "/exports/{id}/cancel",
    summary: "Cancel an export that is not ready",
    tag: jobs,
    status: 200,
  }),
  restRoute(takeExport, {
    method: "GET",
    path: "/exports/{id}/download",
    summary: "Download the file of an export, within 7 days",
    tag: jobs,
    answers: "file",
    to: answerFile,
  }),
  restRoute(listViews, {
    method: "GET",
    path: "/saved-views",
    summary: "List saved views of the contact list",
    tag: views,
    to: (found) => ({ data: found, hasMore: false, nextCursor: null }),
  }),
  restRoute(createView, { method: "POST", path: "/saved-views", summary: "Save a view", tag: views }),
  restRoute(updateView, { method: "PATCH", path: "/saved-views/{id}", summary: "Change a saved view", tag: views }),
  restRoute(deleteView, {
    method: "DELETE",
    path: "/saved-views/{id}",
    summary: "Delete a saved view",
    tag: views,
    status: 204,
    to: () => null,
  }),
];
