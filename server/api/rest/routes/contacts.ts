import "server-only";
import {
  archiveContactField,
  createContact,
  createContactField,
  getContact,
  listContactFields,
  listContacts,
  updateContact,
} from "@/server/contacts";
import { deleteContacts } from "@/server/privacy";
import { type RestRoute, restRoute } from "../route";

const tag = "Contacts";

export const contactRoutes: RestRoute[] = [
  restRoute(listContacts, {
    method: "GET",
    path: "/contacts",
    summary: "List or search contacts",
    tag,
    aliases: ["/users"],
  }),
  restRoute(createContact, {
    method: "POST",
    path: "/contacts",
    summary: "Create a contact",
    tag,
    aliases: ["/users"],
  }),
  restRoute(getContact, {
    method: "GET",
    path: "/contacts/{id}",
    summary: "Get a contact",
    tag,
    aliases: ["/users/{id}", "/users/{id}/profile"],
  }),
  restRoute(updateContact, {
    method: "PATCH",
    path: "/contacts/{id}",
    summary: "Change a contact",
    tag,
    aliases: ["/users/{id}"],
  }),
  restRoute(updateContact, { method: "PUT", path: "/users/{id}/profile", summary: "Change a contact's profile", tag }),
  restRoute(deleteContacts, {
    method: "DELETE",
    path: "/contacts/{id}",
    summary: "Delete a contact; an opt-out outlives it",
    tag,
    status: 204,
    aliases: ["/users/{id}"],
    from: ({ params }) => ({ ids: [params.id] }),
    to: () => null,
  }),
  restRoute(listContactFields, {
    method: "GET",
    path: "/contact-fields",
    summary: "List standard and custom contact fields",
    tag,
    to: (fields) => ({ data: fields, hasMore: false, nextCursor: null }),
  }),
  restRoute(createContactField, { method: "POST", path: "/contact-fields", summary: "Create a contact field", tag }),
  restRoute(archiveContactField, {
    method: "DELETE",
    path: "/contact-fields/{id}",
    summary: "Archive a contact field",
    tag,
    status: 204,
    to: () => null,
  }),
];
