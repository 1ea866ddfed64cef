import "server-only";
import {
  archiveContactField,
  createContact,
  createContactField,
  deleteTag,
  forecastRetype,
  getContact,
  listContactFields,
  listFieldSummaries,
  listTags,
  renameContactField,
  renameTag,
  restoreContactField,
  retryRetype,
  retypeContactField,
  tagContacts,
  undoRetype,
  untagContacts,
  updateContact,
} from "@/server/contacts";
import { countContacts, listContacts } from "@/server/people";
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
  fieldSummaries: queryOf(listFieldSummaries),
  renameField: mutationOf(renameContactField),
  restoreField: mutationOf(restoreContactField),
  forecastRetype: queryOf(forecastRetype),
  retypeField: mutationOf(retypeContactField),
  undoRetype: mutationOf(undoRetype),
  retryRetype: mutationOf(retryRetype),
  tags: queryOf(listTags),
  tag: mutationOf(tagContacts),
  untag: mutationOf(untagContacts),
  renameTag: mutationOf(renameTag),
  deleteTag: mutationOf(deleteTag),
});
