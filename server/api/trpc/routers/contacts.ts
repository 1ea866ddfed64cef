import "server-only";
import {
  archiveContactField,
  countContacts,
  createContact,
  createContactField,
  deleteTag,
  getContact,
  listContactFields,
  listContacts,
  listTags,
  renameTag,
  tagContacts,
  untagContacts,
  updateContact,
} from "@/server/contacts";
import { deleteContacts } from "@/server/privacy";
import { mutationOf, queryOf, router } from "../init";

export const contactsRouter = router({
  list: queryOf(listContacts),
  count: queryOf(countContacts),
  get: queryOf(getContact),
  create: mutationOf(createContact),
  update: mutationOf(updateContact),
  delete: mutationOf(deleteContacts),
  fields: queryOf(listContactFields),
  createField: mutationOf(createContactField),
  archiveField: mutationOf(archiveContactField),
  tags: queryOf(listTags),
  tag: mutationOf(tagContacts),
  untag: mutationOf(untagContacts),
  renameTag: mutationOf(renameTag),
  deleteTag: mutationOf(deleteTag),
});
