"use client";

import { useQuery } from "@tanstack/react-query";
import type { Contact, FieldDefinition } from "@/contracts/contacts";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DefinitionList } from "../ui/definition-list";
import { formatDate, formatDateTime, formatNumber } from "../ui/format";
import { Section } from "../ui/section";
import { editableFields, isStandardField, standardValue } from "./contact-form-values";
import { EditableValue } from "./editable-value";

/** What is known about a person; every value is changed where it stands. */
export function ContactDetails({ contact }: { contact: Contact }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const fields = useQuery(trpc.contacts.fields.queryOptions({}));
  const canWrite = workspace.can("contact:write");
  return (
    <Section title="Details">
      <DefinitionList
        items={[
          ...editableFields(fields.data ?? []).map((field) => ({
            term: field.label,
            mono: field.key === "external_id",
            value: (
              <EditableValue
                key={`${field.key}${contact.updatedAt}`}
                contact={contact}
                field={field}
                shown={shownValue(contact, field, workspace.timeZone)}
                canEdit={canWrite && !isMasked(contact, field)}
              />
            ),
          })),
          {
            term: "Last active",
            value: contact.lastActiveAt ? formatDateTime(contact.lastActiveAt, workspace.timeZone) : "—",
          },
          { term: "Last change", value: formatDateTime(contact.updatedAt, workspace.timeZone) },
        ]}
      />
    </Section>
  );
}

/** A masked value must not be sent back as if it were one. */
const isMasked = (contact: Contact, field: FieldDefinition): boolean =>
  (field.key === "email" && contact.emailMasked) || (field.key === "phone" && contact.phone === "••••");

function shownValue(contact: Contact, field: FieldDefinition, timeZone: string): string | null {
  const value = isStandardField(field) ? standardValue(contact, field.key) : contact.attributes[field.key];
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return formatNumber(value);
  // A day without a time is stored as midnight UTC and must not slip to the day before.
  if (field.type === "date") return formatDate(value, value.endsWith("T00:00:00.000Z") ? "UTC" : timeZone);
  return value;
}
