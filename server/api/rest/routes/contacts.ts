import "server-only";
import {
  archiveContactField,
  createContact,
  createContactField,
  deleteTag,
  getContact,
  listContactFields,
  listTags,
  renameTag,
  tagContacts,
  untagContacts,
  updateContact,
} from "@/server/contacts";
import { deleteContacts } from "@/server/privacy";
import { type RestRoute, restRoute } from "../route";

const tag = "Contacts";

export const contactRoutes: RestRoute[] = [
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
  restRoute(listTags, {
    method: "GET",
    path: "/tags",
    summary: "List tags with how many contacts have each",
    tag,
    to: (tags) => ({ data: tags, hasMore: false, nextCursor: null }),
  }),
  restRoute(renameTag, { method: "PATCH", path: "/tags/{id}", summary: "Rename a tag", tag }),
  restRoute(deleteTag, {
    method: "DELETE",
    path: "/tags/{id}",
    summary: "Delete a tag and take it away from everybody",
    tag,
    status: 204,
    to: () => null,
  }),
  restRoute(tagContacts, {
    method: "POST",
    path: "/contacts/tag",
    summary: "Add tags to up to 1,000 contacts",
    tag,
    status: 200,
    aliases: ["/users/tag"],
  }),
  restRoute(untagContacts, {
    method: "POST",
    path: "/contacts/untag",
    summary: "Take tags away from up to 1,000 contacts",
    tag,
    status: 200,
    aliases: ["/users/untag"],
  }),
];
