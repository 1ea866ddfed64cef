export { type Checked, readValue, type TextOptions } from "@/contracts/field-values";
export {
  existingContacts,
  type FieldChanges,
  fieldJson,
  giveTagPairs,
  restoreField,
  setField,
  type TagPair,
  takeTagPairs,
} from "./bulk";
export { archiveContactField } from "./commands/archive-contact-field";
export { renameContactField, restoreContactField } from "./commands/change-contact-field";
export { deleteTag, renameTag } from "./commands/change-tag";
export { createContact } from "./commands/create-contact";
export { addContactField, createContactField } from "./commands/create-contact-field";
export { retryRetype, retypeContactField, undoRetype } from "./commands/retype-contact-field";
export { tagContacts, untagContacts } from "./commands/tag-contacts";
export { updateContact } from "./commands/update-contact";
export { type FindFieldUses, registerFieldUses } from "./field-uses";
export { attributeTypes, fieldDefinitions, findContactByNo, loadContact } from "./load";
export { FIELD_LOCK, lockAddresses, shareAddresses, shareFields } from "./lock";
export {
  closeMerge,
  joinContacts,
  lockMerge,
  lockNumber,
  lockPair,
  type MergePair,
  type MergeRow,
  mergeable,
  mergesInto,
  newMerge,
  recordMerge,
  separateContacts,
} from "./merge-store";
export {
  currentContactNo,
  onceReachedThrough,
  personContacts,
  personNumbers,
  type SamePerson,
  samePersonSince,
} from "./merged";
export { forgetOldSnapshots } from "./processes/forget-old-snapshots";
export { failRetype, runRetype } from "./processes/run-retype";
export { findContactsForPreview, type PreviewContact } from "./queries/find-contacts-for-preview";
export { forecastRetype } from "./queries/forecast-retype";
export { getContact } from "./queries/get-contact";
export { type ListedField, listContactFields } from "./queries/list-contact-fields";
export { listFieldSummaries } from "./queries/list-field-summaries";
export { listTags } from "./queries/list-tags";
export {
  type ContactRow,
  type ContactVariables,
  contactVariables,
  fromRaw,
  type RawContactRow,
  toContact,
} from "./record";
export { fitAttributes } from "./rules/convert-value";
export { mergeColumns, mergeKeys, mergeValue, pickSide, undoColumns } from "./rules/merge-values";
export { searchPeopleSql, searchSql } from "./search";
export { applyPatch, lockContacts, lockContactsByNo, removeContacts } from "./store";
export {
  addTags,
  ensureTags,
  findTags,
  removeTags,
  type StoredTag,
  type TagChanges,
  tagsOfContacts,
  toContacts,
  toTaggedContact,
} from "./tags";
export { contactZones } from "./zones";
