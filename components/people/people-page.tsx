"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ContactDialog } from "../contacts/contact-dialog";
import { UploadDrop } from "../imports/upload-drop";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { PeopleTable } from "./people-table";

/** Everyone in the workspace: a rule, a search and an order to look at them by, kept as views; a CSV can be dropped anywhere. */
export function PeoplePage() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const enabled = workspace.can("contact:read");
  const all = useQuery(trpc.contacts.count.queryOptions({}, { enabled }));
  const views = useQuery(trpc.people.views.queryOptions({}, { enabled }));
  const fields = useQuery(trpc.contacts.fields.queryOptions({}, { enabled }));
  // In the address, so that the command palette can open it from anywhere.
  const [isCreating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  if (!enabled)
    return (
      <DeniedState what="see contacts" permission="contact:read" grantedBy={workspace.grantedBy("contact:read")} />
    );
  const { href } = workspace;
  const canImport = workspace.can("contact:import");
  const isEmpty = all.data?.people === 0;
  const create = workspace.can("contact:write") ? (
    <Button variant="primary" onClick={() => void setCreating(true)}>
      New contact
    </Button>
  ) : null;
  const place = (to: string, label: string) => (
    <Button asChild variant="ghost">
      <Link href={href(to)}>{label}</Link>
    </Button>
  );
  const failed = views.error ?? fields.error;
  return (
    <>
      <PageHeader
        title="Contacts"
        meta={all.data ? <span>{formatNumber(all.data.people)} people</span> : null}
        actions={
          <>
            {workspace.can("consent:read") ? place("contacts/suppressions", "Suppressed addresses") : null}
            {canImport ? place("imports", "Imports") : null}
            {workspace.can("contact:export") ? place("contacts/exports", "Exports") : null}
            {isEmpty ? null : create}
          </>
        }
      />
      {canImport ? <UploadDrop quiet={!isEmpty} /> : null}
      {failed ? (
        <ErrorState
          title="The list could not be prepared."
          detail={messageOf(failed)}
          onRetry={() => {
            void views.refetch();
            void fields.refetch();
          }}
        />
      ) : views.data && fields.data ? (
        <PeopleTable views={views.data} fields={fields.data} isEmpty={isEmpty} create={create} />
      ) : (
        <Skeleton className="mt-4 w-96" />
      )}
      <ContactDialog open={isCreating} onClose={() => void setCreating(null)} />
    </>
  );
}
