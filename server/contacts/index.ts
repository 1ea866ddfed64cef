export { type Checked, readValue, type TextOptions } from "@/contracts/field-values";
export { archiveContactField } from "./commands/archive-contact-field";
export { deleteTag, renameTag } from "./commands/change-tag";
export { createContact } from "./commands/create-contact";
export { addContactField, createContactField } from "./commands/create-contact-field";
export { tagContacts, untagContacts } from "./commands/tag-contacts";
export { updateContact } from "./commands/update-contact";
export { fieldDefinitions, findContactByNo, loadContact } from "./load";
export { lockAddresses, shareAddresses } from "./lock";
export { findContactsForPreview, type PreviewContact } from "./queries/find-contacts-for-preview";
export { getContact } from "./queries/get-contact";
export { type ListedField, listContactFields } from "./queries/list-contact-fields";
export { countContacts, listContacts } from "./queries/list-contacts";
export { listTags } from "./queries/list-tags";
export {
  type ContactRow,
  type ContactVariables,
  contactVariables,
  fromRaw,
  type RawContactRow,
} from "./record";
export { lockContacts, removeContacts } from "./store";
export { type StoredTag, tagsOfContacts, toTaggedContact } from "./tags";
