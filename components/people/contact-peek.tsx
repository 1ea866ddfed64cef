"use client";

import Link from "next/link";
import type { FieldDefinition } from "@/contracts/contacts";
import { ConsentMark } from "../contacts/consent-mark";
import { contactName } from "../contacts/contact-name";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DefinitionList } from "../ui/definition-list";
import { formatDateTime } from "../ui/format";
import { PeekPanel } from "../ui/sheet";
import { attributeText, type Person, Tags } from "./people-columns";

type Props = { person: Person | null; fields: readonly FieldDefinition[]; onClose: () => void };

/** One person beside the list. The list stays usable: j and k go on, Escape closes. */
export function ContactPeek({ person, fields, onClose }: Props) {
  const workspace = useWorkspace();
  return (
    <PeekPanel
      open={person !== null}
      onOpenChange={(open) => !open && onClose()}
      title={person ? contactName(person) : "Contact"}
      description={person?.email ?? undefined}
      footer={
        person ? (
          <Button asChild variant="primary">
            <Link href={workspace.href(`contacts/${person.id}`)}>Open profile</Link>
          </Button>
        ) : null
      }
    >
      {person ? <DefinitionList items={detailsOf(person, fields, workspace.timeZone)} /> : null}
    </PeekPanel>
  );
}

function detailsOf(person: Person, fields: readonly FieldDefinition[], timeZone: string) {
  const none = <span className="text-ink-3">—</span>;
  const own = fields
    .filter((field) => !field.isStandard)
    .map((field) => ({
      term: field.label,
      value: attributeText(person.attributes[field.key], field, timeZone) ?? none,
    }));
  return [
    ...(person.emailConsent ? [{ term: "E-mail consent", value: <ConsentMark state={person.emailConsent} /> }] : []),
    { term: "Tags", value: person.tags.length > 0 ? <Tags names={person.tags} /> : none },
    { term: "Phone", value: person.phone ?? none },
    { term: "External id", value: person.externalId ?? none, mono: true },
    { term: "Language", value: person.locale ?? none },
    { term: "Time zone", value: person.timeZone ?? none },
    ...own,
    { term: "Created", value: formatDateTime(person.createdAt, timeZone) },
    { term: "Last active", value: person.lastActiveAt ? formatDateTime(person.lastActiveAt, timeZone) : none },
  ];
}
