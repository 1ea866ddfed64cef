"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import type { Contact } from "@/contracts/contacts";
import { WhyNot } from "../campaigns/why-not";
import { CompaniesOfContact } from "../companies/companies-of-contact";
import { MergeDialog } from "../profiles/merge-dialog";
import { MergesOfContact } from "../profiles/merges-notice";
import { Timeline } from "../profiles/timeline";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatDate } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { ConsentChip } from "./consent-chip";
import { ConsentPanel } from "./consent-panel";
import { ContactDetails } from "./contact-details";
import { contactName } from "./contact-name";
import { ContactSegments } from "./contact-segments";
import { DeleteContactsDialog } from "./delete-contacts-dialog";

/** One person: who they are, what we know, what they agreed to, where they belong and all that happened. */
export function ContactPage({ contactId }: { contactId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const enabled = workspace.can("contact:read");
  const query = useQuery(trpc.contacts.get.queryOptions({ id: contactId }, { enabled }));
  const foundId = query.data?.id;
  const target = foundId && foundId !== contactId ? workspace.href(`contacts/${foundId}`) : null;
  // The address of somebody who went into another contact leads there.
  useEffect(() => {
    if (target) router.replace(target);
  }, [target, router]);
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
  const router = useRouter();
  const [isDeleting, setDeleting] = useState(false);
  // In the address, so that two people chosen in the list open here side by side.
  const [mergeWith, setMergeWith] = useQueryState("merge", parseAsString);
  const mayMerge = workspace.can("contact:write") && workspace.can("contact:pii") && workspace.can("consent:write");
  return (
    <>
      <PageHeader
        title={contactName(contact)}
        crumbs={crumbs}
        mark={contact.isDemo ? <Badge>Demo</Badge> : null}
        meta={<Facts contact={contact} />}
        actions={
          <>
            {workspace.can("contact:delete") ? (
              <Button variant="ghost" onClick={() => setDeleting(true)}>
                Delete…
              </Button>
            ) : null}
            <WhyNot contactId={contact.id} />
            {mayMerge ? <Button onClick={() => void setMergeWith("")}>Merge…</Button> : null}
          </>
        }
      />
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-[360px_minmax(0,1fr)]">
        <div className="min-w-0">
          <ContactDetails contact={contact} />
          {workspace.can("consent:read") ? <ConsentPanel contactId={contact.id} /> : null}
          {workspace.can("segment:read") ? <ContactSegments contactId={contact.id} /> : null}
          <CompaniesOfContact contactId={contact.id} />
          <MergesOfContact contactId={contact.id} />
        </div>
        <div className="min-w-0 border-line border-t pt-6">
          <Timeline contact={contact} />
        </div>
      </div>
      {mergeWith !== null && mayMerge ? (
        <MergeDialog contact={contact} otherId={mergeWith || null} onClose={() => void setMergeWith(null)} />
      ) : null}
      <DeleteContactsDialog
        contacts={isDeleting ? [contact] : []}
        onClose={() => setDeleting(false)}
        onDeleted={() => router.push(workspace.href("contacts"))}
      />
    </>
  );
}

/** Ids, tags and dates under the name. */
function Facts({ contact }: { contact: Contact }) {
  const workspace = useWorkspace();
  return (
    <>
      <span>{contact.email ?? "No e-mail address"}</span>
      {contact.phone ? <span>{contact.phone}</span> : null}
      {contact.externalId ? <span className="font-mono text-xs leading-5">{contact.externalId}</span> : null}
      <span className="inline-flex items-center gap-1 font-mono text-xs">
        {contact.id}
        <CopyButton value={contact.id} label="Copy contact id" />
      </span>
      {workspace.can("consent:read") ? <ConsentChip contactId={contact.id} /> : null}
      {contact.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      <span>Since {formatDate(contact.createdAt, workspace.timeZone)}</span>
      {contact.lastActiveAt ? (
        <span>
          Active <RelativeTime value={contact.lastActiveAt} timeZone={workspace.timeZone} />
        </span>
      ) : null}
    </>
  );
}
