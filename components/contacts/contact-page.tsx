"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Contact, FieldDefinition } from "@/contracts/contacts";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { DefinitionList } from "../ui/definition-list";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatDate, formatDateTime, formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { ConsentPanel } from "./consent-panel";
import { ContactDialog } from "./contact-dialog";
import { contactName } from "./contact-name";
import { DeleteContactsDialog } from "./delete-contacts-dialog";

/** One person: who they are, what we know, what they agreed to and where they belong. */
export function ContactPage({ contactId }: { contactId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const enabled = workspace.can("contact:read");
  const query = useQuery(trpc.contacts.get.queryOptions({ id: contactId }, { enabled }));
  if (!enabled)
    return (
      <DeniedState what="see contacts" permission="contact:read" grantedBy={workspace.grantedBy("contact:read")} />
    );
  const contacts = { label: "Contacts", href: workspace.href("contacts") };
  if (query.data) return <LoadedContact contact={query.data} crumbs={[contacts, { label: contactName(query.data) }]} />;
  return (
    <>
      <PageHeader title="Contact" crumbs={[contacts, { label: "Contact" }]} />
      {query.error ? (
        <ErrorState
          title="The contact could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <Skeleton className="w-96" />
      )}
    </>
  );
}

type LoadedProps = { contact: Contact; crumbs: { label: string; href?: string }[] };

function LoadedContact({ contact, crumbs }: LoadedProps) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const [dialog, setDialog] = useState<"edit" | "delete" | null>(null);
  const fields = useQuery(trpc.contacts.fields.queryOptions({}));
  return (
    <>
      <PageHeader
        title={contactName(contact)}
        crumbs={crumbs}
        mark={contact.isDemo ? <Badge>Demo</Badge> : null}
        meta={
          <>
            {contact.email ? <span>{contact.email}</span> : <span>No e-mail address</span>}
            <span>Since {formatDate(contact.createdAt, workspace.timeZone)}</span>
          </>
        }
        actions={
          <>
            {workspace.can("contact:delete") ? (
              <Button variant="ghost" onClick={() => setDialog("delete")}>
                Delete…
              </Button>
            ) : null}
            {workspace.can("contact:write") ? <Button onClick={() => setDialog("edit")}>Edit</Button> : null}
          </>
        }
      />
      {workspace.can("consent:read") ? <ConsentPanel contactId={contact.id} /> : null}
      <Section title="Details" layout="aside">
        <DefinitionList items={detailsOf(contact, fields.data ?? [], workspace.timeZone)} />
      </Section>
      {workspace.can("segment:read") ? <SegmentsOfContact contactId={contact.id} /> : null}
      <ContactDialog open={dialog === "edit"} onClose={() => setDialog(null)} contact={contact} />
      <DeleteContactsDialog
        contacts={dialog === "delete" ? [contact] : []}
        onClose={() => setDialog(null)}
        onDeleted={() => router.push(workspace.href("contacts"))}
      />
    </>
  );
}

function detailsOf(contact: Contact, fields: readonly FieldDefinition[], timeZone: string) {
  const text = (value: string | null) => value ?? <span className="text-ink-3">—</span>;
  const own = fields
    .filter((field) => !field.isStandard)
    .map((field) => ({ term: field.label, value: text(shownValue(contact.attributes[field.key], field, timeZone)) }));
  return [
    { term: "First name", value: text(contact.firstName) },
    { term: "Last name", value: text(contact.lastName) },
    { term: "E-mail", value: text(contact.email) },
    { term: "Phone", value: text(contact.phone) },
    { term: "External id", value: text(contact.externalId), mono: true },
    { term: "Time zone", value: text(contact.timeZone) },
    { term: "Language", value: text(contact.locale) },
    ...own,
    { term: "Contact id", value: contact.id, mono: true },
    { term: "Last active", value: text(contact.lastActiveAt && formatDateTime(contact.lastActiveAt, timeZone)) },
    { term: "Last change", value: formatDateTime(contact.updatedAt, timeZone) },
  ];
}

function shownValue(
  value: string | number | boolean | undefined,
  field: FieldDefinition,
  timeZone: string,
): string | null {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return formatNumber(value);
  // A day without a time is stored as midnight UTC and must not slip to the day before.
  if (field.type === "date") return formatDate(value, value.endsWith("T00:00:00.000Z") ? "UTC" : timeZone);
  return value;
}

function SegmentsOfContact({ contactId }: { contactId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const query = useQuery(trpc.segments.ofContact.queryOptions({ contactId }));
  return (
    <Section title="Segments" layout="aside">
      {query.error ? (
        <ErrorState title="The segments could not be loaded." onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <Skeleton className="w-60" /> : null}
      {query.data?.length === 0 ? <p className="text-ink-2 text-sm">In no segment at the last refresh.</p> : null}
      <ul className="grid gap-1 text-sm">
        {query.data?.map((segment) => (
          <li key={segment.id}>
            <Link href={workspace.href(`segments/${segment.id}`)} className="underline">
              {segment.name}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
