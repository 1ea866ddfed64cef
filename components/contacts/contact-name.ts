import type { Contact } from "@/contracts/contacts";

/** What a person is called in lists and headings: name, else address, else id. */
export const contactName = (contact: Pick<Contact, "firstName" | "lastName" | "email" | "externalId" | "id">): string =>
  [contact.firstName, contact.lastName].filter(Boolean).join(" ") || contact.email || contact.externalId || contact.id;
