const SENTENCES: Record<string, string> = {
  "contact.create": "Created",
  "contact.update": "Changed",
  "contact.delete": "Deleted",
  "contact.merge": "Another contact was merged into this one",
  "contact.merged-into": "Merged into another contact",
  "contact.unmerge": "A merge was undone",
  "contact.tag": "Tags given",
  "contact.untag": "Tags taken away",
  "company.assign": "Put into a company",
  "company.unassign": "Taken out of a company",
  "consent.grant": "Consent recorded",
  "consent.revoke": "Opt-out recorded",
  "consent.restore": "Opt-out taken back",
};

const FIELDS: Record<string, string> = {
  email: "e-mail",
  emailKey: "",
  externalId: "external id",
  phone: "phone",
  firstName: "first name",
  lastName: "last name",
  timeZone: "time zone",
  locale: "language",
  tags: "tags",
};

/** An audited action on a contact in words: "Changed first name, plan". Unknown actions are shown as they are. */
export function changeSentence(action: string, fields: readonly string[]): string {
  const sentence = SENTENCES[action] ?? action;
  const names = [...new Set(fields.map((field) => FIELDS[field] ?? field.replace(/^attributes\./, "")))].filter(
    Boolean,
  );
  if (names.length === 0) return sentence;
  return action === "contact.update" ? `${sentence} ${names.join(", ")}` : `${sentence}: ${names.join(", ")}`;
}
