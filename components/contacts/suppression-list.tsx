"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { SUPPRESSION_REASONS } from "@/contracts/consent";
import { REMOVALS } from "@/contracts/suppressions";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FileDrop } from "../ui/file-drop";
import { FilterBar } from "../ui/filter-bar";
import { formatDateTime, formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Select } from "../ui/select";
import { AddSuppressionsDialog } from "./add-suppressions-dialog";
import { REASONS } from "./consent-panel";
import { RemoveSuppressionDialog } from "./remove-suppression-dialog";

type Row = { address: string; reason: keyof typeof REASONS; note: string | null; at: string };
const rowId = (row: Row): string => row.address + row.at;
const rowLabel = (row: Row): string => row.address;
const ANY = "any";

/** Addresses nobody writes to, whatever the consent says. */
export function SuppressionList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault(""));
  const q = useSettled(search, 250).trim() || undefined;
  const [reason, setReason] = useQueryState("reason", parseAsStringLiteral(SUPPRESSION_REASONS));
  const [isAdding, setAdding] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  const [removing, setRemoving] = useState<Row | null>(null);
  const enabled = workspace.can("consent:read");
  const query = useInfiniteQuery(
    trpc.consent.suppressions.infiniteQueryOptions(
      { limit: 50, q, reason: reason ?? undefined },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, enabled },
    ),
  );
  const counts = useQuery(trpc.consent.suppressionCounts.queryOptions({}, { enabled }));
  const rows = useMemo<Row[]>(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { timeZone } = workspace;
  const columns = useMemo(() => columnsOf(timeZone), [timeZone]);
  if (!enabled)
    return (
      <DeniedState
        what="see suppressed addresses"
        permission="consent:read"
        grantedBy={workspace.grantedBy("consent:read")}
      />
    );
  const canWrite = workspace.can("consent:write");
  const canExport = workspace.can("contact:export") && workspace.can("contact:pii");
  const add = canWrite ? (
    <Button variant="primary" onClick={() => setAdding(true)}>
      Suppress addresses
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Suppressed addresses"
        crumbs={[{ label: "Contacts", href: workspace.href("contacts") }, { label: "Suppressed addresses" }]}
        meta={<span>Nothing is sent to these, whatever a contact or an import says.</span>}
        actions={
          <>
            <Button asChild>
              <Link href={workspace.href("contacts/consent")}>Consent record</Link>
            </Button>
            {canExport ? (
              <Button asChild>
                <a href={exportHref(workspace.slug, { reason, q })} download>
                  Export CSV
                </a>
              </Button>
            ) : null}
            {add}
          </>
        }
      />
      <FilterBar
        {...(workspace.can("contact:pii")
          ? {
              searchValue: search,
              searchLabel: "Search addresses",
              onSearchChange: (text: string) => void setSearch(text || null),
            }
          : {})}
        summary={counts.data ? `${formatNumber(counts.data.total)} in all` : undefined}
      >
        <Select
          aria-label="Reason"
          className="w-full sm:w-52"
          value={reason ?? ANY}
          onValueChange={(next) => void setReason(next === ANY ? null : next)}
          options={[
            { value: ANY, label: "Any reason" },
            ...SUPPRESSION_REASONS.map((value) => ({
              value,
              label: counts.data ? `${REASONS[value]} (${formatNumber(counts.data.byReason[value])})` : REASONS[value],
            })),
          ]}
        />
      </FilterBar>
      {canWrite ? (
        <FileDrop
          accept=".csv,.tsv,.txt,text/csv"
          label="Suppress a list"
          hint="Or drop a CSV anywhere on this page."
          wholePage
          onFiles={([file]) => {
            setDropped(file ?? null);
            setAdding(true);
          }}
          className="border-0 bg-transparent p-0 py-2 sm:grid-flow-col sm:items-center sm:justify-start"
        />
      ) : null}
      <DataTable
        caption="Suppressed addresses"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The list could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          q || reason ? (
            <NoMatches what="addresses" />
          ) : (
            <EmptyState
              title="Nobody is suppressed"
              description="Hard bounces, complaints and the opt-outs of deleted people land here by themselves."
              columns={["Address", "Reason", "Since"]}
              ghostRow={["old@example.com", "Hard bounce", "today"]}
              action={add}
            />
          )
        }
        {...(canWrite && workspace.can("contact:pii")
          ? {
              rowActions: (row: Row) => (
                <Button variant="ghost" size="sm" onClick={() => setRemoving(row)}>
                  {REMOVALS[row.reason].may === "never" ? "Why it stays" : "Remove…"}
                </Button>
              ),
            }
          : {})}
      />
      <AddSuppressionsDialog
        open={isAdding}
        dropped={dropped}
        onUndrop={() => setDropped(null)}
        onClose={() => {
          setAdding(false);
          setDropped(null);
        }}
      />
      <RemoveSuppressionDialog row={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

/** What is shown now, as a file. */
function exportHref(slug: string, shown: { reason: string | null; q: string | undefined }): string {
  const query = new URLSearchParams();
  if (shown.reason) query.set("reason", shown.reason);
  if (shown.q) query.set("q", shown.q);
  const text = query.toString();
  return `/api/w/${slug}/suppressions/export${text ? `?${text}` : ""}`;
}

const columnsOf = (timeZone: string): DataTableColumn<Row>[] => [
  {
    id: "address",
    header: "Address",
    cell: (row) => (
      <span className="grid min-w-0">
        <span className="truncate">{row.address}</span>
        <span className="text-ink-2 text-xs sm:hidden">{REASONS[row.reason]}</span>
      </span>
    ),
  },
  { id: "reason", header: "Reason", width: "9rem", hideBelow: "sm", cell: (row) => REASONS[row.reason] },
  { id: "note", header: "Note", hideBelow: "md", cell: (row) => row.note ?? <span className="text-ink-3">—</span> },
  { id: "at", header: "Since", width: "11rem", hideBelow: "sm", cell: (row) => formatDateTime(row.at, timeZone) },
];
