import "server-only";
import {
  forecastRetype,
  listFieldSummaries,
  renameContactField,
  restoreContactField,
  retypeContactField,
  undoRetype,
} from "@/server/contacts";
import { type RestRoute, restRoute } from "../route";

const tag = "Contacts";

export const contactFieldRoutes: RestRoute[] = [
  restRoute(listFieldSummaries, {
    method: "GET",
    path: "/contact-fields/summaries",
    summary: "List contact fields with how many people have a value and what names each field",
    tag,
  }),
  restRoute(renameContactField, {
    method: "PATCH",
    path: "/contact-fields/{id}",
    summary: "Rename a contact field; its key stays",
    tag,
  }),
  restRoute(restoreContactField, {
    method: "POST",
    path: "/contact-fields/{id}/restore",
    summary: "Take an archived contact field back into use",
    tag,
    status: 200,
  }),
  restRoute(forecastRetype, {
    method: "POST",
    path: "/contact-fields/{id}/retype/forecast",
    summary: "Say what changing the type would do to every value; changes nothing",
    tag,
    status: 200,
  }),
  restRoute(retypeContactField, {
    method: "POST",
    path: "/contact-fields/{id}/retype",
    summary: "Change the type of a contact field in the background",
    tag,
    status: 202,
  }),
  restRoute(undoRetype, {
    method: "POST",
    path: "/contact-fields/{id}/retype/undo",
    summary: "Take the last change of type back within 30 days",
    tag,
    status: 202,
  }),
];
