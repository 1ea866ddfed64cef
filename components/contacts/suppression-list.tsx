"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { Dialog, DialogClose } from "../ui/dialog";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FilterBar } from "../ui/filter-bar";
import { FormError } from "../ui/form";
import { formatDateTime } from "../ui/format";
import { Input } from "../ui/input";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { AddSuppressionsDialog } from "./add-suppressions-dialog";
import { REASONS } from "./consent-panel";

type Row = { address: string; reason: keyof typeof REASONS; note: string | null; at: string };
const rowId = (row: Row): string => row.address + row.at;
const rowLabel = (row: Row): string => row.address;
const REMOVABLE: readonly string[] = ["manual", "hard_bounce"];

/** Addresses nobody writes to, whatever the consent says. */
export function SuppressionList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault(""));
  const q = useSettled(search, 250).trim() || undefined;
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Row | null>(null);
  const enabled = workspace.can("consent:read");
  const query = useInfiniteQuery(
    trpc.consent.suppressions.infiniteQueryOptions(
      { limit: 50, q },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, enabled },
    ),
  );
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
  const add = workspace.can("consent:write") ? (
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
            {add}
          </>
        }
      />
      {workspace.can("contact:pii") ? (
        <FilterBar
          searchValue={search}
          searchLabel="Search addresses"
          onSearchChange={(text) => void setSearch(text || null)}
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
          q ? (
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
        {...(workspace.can("consent:write")
          ? {
              rowActions: (row: Row) =>
                REMOVABLE.includes(row.reason) ? (
                  <Button variant="ghost" size="sm" onClick={() => setRemoving(row)}>
                    Remove…
                  </Button>
                ) : null,
            }
          : {})}
      />
      <AddSuppressionsDialog open={isAdding} onClose={() => setAdding(false)} />
      <RemoveDialog row={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

const columnsOf = (timeZone: string): DataTableColumn<Row>[] => [
  { id: "address", header: "Address", cell: (row) => row.address },
  { id: "reason", header: "Reason", width: "9rem", cell: (row) => REASONS[row.reason] },
  { id: "note", header: "Note", hideBelow: "md", cell: (row) => row.note ?? <span className="text-ink-3">—</span> },
  { id: "at", header: "Since", width: "11rem", hideBelow: "sm", cell: (row) => formatDateTime(row.at, timeZone) },
];

function RemoveDialog({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [why, setWhy] = useState("");
  const remove = useMutation(
    trpc.consent.unsuppress.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() });
        toast("Address removed from the list");
        close();
      },
    }),
  );
  const close = () => {
    setWhy("");
    remove.reset();
    onClose();
  };
  return (
    <Dialog
      open={row !== null}
      onOpenChange={(open) => !open && close()}
      title={`Write to ${row?.address ?? ""} again?`}
      description="This gives no consent: marketing still needs the person's own agreement."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={why.trim().length < 3}
            loading={remove.isPending}
            loadingLabel="Removing"
            onClick={() => row && remove.mutate({ address: row.address, why })}
          >
            Remove
          </Button>
        </>
      }
    >
      {remove.error ? <FormError message={messageOf(remove.error)} /> : null}
      <Field label="Why?" hint="Kept in the audit log.">
        <Input value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      </Field>
    </Dialog>
  );
}
