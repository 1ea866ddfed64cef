"use client";

import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import type { ConsentState } from "@/contracts/consent";
import type { Contact } from "@/contracts/contacts";
import { UploadDrop } from "../imports/upload-drop";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { contactColumns } from "./contact-columns";
import { ContactDialog } from "./contact-dialog";
import { contactName } from "./contact-name";
import { DeleteContactsDialog } from "./delete-contacts-dialog";

const PAGE = 50;
const SORTS = ["created", "email"] as const;
const rowId = (row: Contact): string => row.id;

/** Everyone in the workspace: search, sort, select, and a CSV can be dropped anywhere on the page. */
export function ContactList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const [url, setUrl] = useQueryStates({
    q: parseAsString.withDefault(""),
    sort: parseAsStringLiteral(SORTS).withDefault("created"),
  });
  const q = useSettled(url.q, 250).trim() || undefined;
  const sort = workspace.can("contact:pii") ? url.sort : "created";
  const enabled = workspace.can("contact:read");
  const query = useInfiniteQuery(
    trpc.contacts.list.infiniteQueryOptions(
      { limit: PAGE, q, sort },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, enabled, placeholderData: (before) => before },
    ),
  );
  const count = useQuery(trpc.contacts.count.queryOptions({ q }, { enabled }));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const showsConsent = workspace.can("consent:read");
  // One request for each page of people, not one for each person.
  const consent = useQueries({
    queries: (query.data?.pages ?? []).map((page) =>
      trpc.consent.states.queryOptions(
        { contactIds: page.data.map((row) => row.id) },
        { enabled: showsConsent, select: (states) => withNone(page.data, states) },
      ),
    ),
    combine: consentById,
  });
  const [selected, setSelected] = useState<Set<string>>(new Set());
  // In the address, so that the command palette can open it from anywhere.
  const [isCreating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  const [isDeleting, setDeleting] = useState(false);
  const { href, timeZone } = workspace;
  const columns = useMemo(
    () =>
      contactColumns({
        hrefOf: (row) => href(`contacts/${row.id}`),
        timeZone,
        now: new Date(query.dataUpdatedAt || 0),
        sortsByEmail: workspace.can("contact:pii"),
        consent: showsConsent ? consent : null,
      }),
    [href, timeZone, query.dataUpdatedAt, workspace, consent, showsConsent],
  );
  if (!enabled)
    return (
      <DeniedState what="see contacts" permission="contact:read" grantedBy={workspace.grantedBy("contact:read")} />
    );
  const canWrite = workspace.can("contact:write");
  const canImport = workspace.can("contact:import");
  const create = canWrite ? (
    <Button variant="primary" onClick={() => void setCreating(true)}>
      New contact
    </Button>
  ) : null;
  const chosen = rows.filter((row) => selected.has(row.id));
  const people = count.data?.people;
  return (
    <>
      <PageHeader
        title="Contacts"
        meta={people === undefined || q ? null : <span>{formatNumber(people)} people</span>}
        actions={
          <>
            {workspace.can("consent:read") ? (
              <Button asChild variant="ghost">
                <Link href={href("contacts/suppressions")}>Suppressed addresses</Link>
              </Button>
            ) : null}
            {canImport ? (
              <Button asChild variant="ghost">
                <Link href={href("imports")}>Imports</Link>
              </Button>
            ) : null}
            {people === 0 && !q ? null : create}
          </>
        }
      />
      {canImport ? <UploadDrop quiet={(people ?? 1) > 0} /> : null}
      <FilterBar
        searchValue={url.q}
        searchLabel="Search name, e-mail or id"
        onSearchChange={(text) => void setUrl({ q: text || null })}
        summary={q && people !== undefined ? `${formatNumber(people)} found` : undefined}
        actions={
          chosen.length > 0 && workspace.can("contact:delete") ? (
            <Button variant="destructive" size="sm" onClick={() => setDeleting(true)}>
              Delete {formatNumber(chosen.length)} {chosen.length === 1 ? "contact" : "contacts"}…
            </Button>
          ) : null
        }
      />
      <DataTable
        caption="Contacts"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={contactName}
        sort={sort === "email" ? { columnId: "email", direction: "asc" } : { columnId: "created", direction: "desc" }}
        onSortChange={(next) => void setUrl({ sort: next.columnId === "email" ? "email" : null })}
        {...(workspace.can("contact:delete") ? { selectedIds: selected, onSelectedIdsChange: setSelected } : {})}
        onOpenRow={(row) => router.push(href(`contacts/${row.id}`))}
        loading={query.isPending}
        refetching={query.isPlaceholderData}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        maxHeight="70dvh"
        error={
          query.error ? (
            <ErrorState
              title="The contacts could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          q ? (
            <NoMatches
              what="contacts"
              onClear={
                <Button variant="link" onClick={() => void setUrl({ q: null })}>
                  Clear search
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="Contacts are the people you write to"
              description={
                canImport
                  ? "Drop a CSV file anywhere on this page, or add one person by hand. Nobody is written to before they agreed."
                  : "They appear here as soon as somebody imports or adds them."
              }
              columns={["Name", "E-mail", "Consent", "Created"]}
              ghostRow={["Ada Lovelace", "ada@example.com", "Subscribed", "today"]}
              action={create}
            />
          )
        }
      />
      <ContactDialog open={isCreating} onClose={() => void setCreating(null)} />
      <DeleteContactsDialog
        contacts={isDeleting ? chosen : []}
        onClose={() => setDeleting(false)}
        onDeleted={() => setSelected(new Set())}
      />
    </>
  );
}

type States = Readonly<Record<string, ConsentState | "none">>;

/** People the answer leaves out have no consent; people nobody asked about yet are not in the map at all. */
const withNone = (rows: readonly Contact[], states: Readonly<Record<string, ConsentState>>): States =>
  Object.fromEntries(rows.map((row) => [row.id, states[row.id] ?? "none"]));

const consentById = (results: readonly { data?: States | undefined }[]): States =>
  Object.assign({}, ...results.map((result) => result.data));
