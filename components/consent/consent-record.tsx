"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { CHAIN_FAULT_WORDS } from "@/contracts/chain";
import type { ConsentChannel, ConsentSource, LedgerState } from "@/contracts/consent";
import { SOURCES } from "../contacts/consent-words";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatDateTime, formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Select } from "../ui/select";
import { toast } from "../ui/toast";
import { sayConsent } from "./consent-words";

type Line = {
  position: number;
  at: string;
  contactId: string | null;
  email: string | null;
  channel: ConsentChannel;
  topic: string | null;
  state: LedgerState;
  source: ConsentSource;
  evidence: string | null;
};
const ALL = "all";

/** Every word about consent as it was written, and whether anybody has touched it since. */
export function ConsentRecord() {
  const workspace = useWorkspace();
  return (
    <>
      <PageHeader
        title="Consent record"
        crumbs={[{ label: "Contacts", href: workspace.href("contacts") }, { label: "Consent record" }]}
        meta={<span>Every yes and no as it was said. Nobody can change an entry without it showing.</span>}
        actions={
          <Button asChild>
            <Link href={workspace.href("contacts/suppressions")}>Suppressed addresses</Link>
          </Button>
        }
      />
      <RequirePermission permission="consent:read" what="The consent record">
        <ChainState />
        <Ledger />
      </RequirePermission>
    </>
  );
}

function ChainState() {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const queryClient = useQueryClient();
  const last = useQuery(trpc.consent.ledgerCheck.queryOptions({}));
  const check = useMutation(
    trpc.consent.checkLedger.mutationOptions({
      onSuccess: (result) => {
        toast(
          result.fault
            ? "An entry is not as it was written"
            : `${formatNumber(result.rows)} entries checked, all as written`,
        );
        return queryClient.invalidateQueries({ queryKey: trpc.consent.ledgerCheck.queryKey() });
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const button = (
    <Button size="sm" loading={check.isPending} loadingLabel="Checking" onClick={() => check.mutate({})}>
      Check now
    </Button>
  );
  if (!last.data) return null;
  const { rows, checkedAt, fault } = last.data;
  if (fault)
    return (
      <Notice tone="danger" title="The record was tampered with" actions={button} className="mb-4">
        {CHAIN_FAULT_WORDS[fault.kind](fault.position)} Found {checkedAt ? formatDateTime(checkedAt, timeZone) : "now"}.
        Keep a backup of today and ask who had access to the database.
      </Notice>
    );
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-line border-t py-3 text-sm">
      <p className="text-ink-2">
        {formatNumber(rows)} {rows === 1 ? "entry" : "entries"}, each tied to the one before.{" "}
        {checkedAt
          ? `Checked ${formatDateTime(checkedAt, timeZone)}: all as written.`
          : "Not checked yet; every night it is."}
      </p>
      {button}
    </div>
  );
}

function Ledger() {
  const trpc = useTRPC();
  const { href, timeZone } = useWorkspace();
  const [topicId, setTopicId] = useQueryState("topic", parseAsString);
  const topics = useQuery(trpc.consent.topics.queryOptions({ archived: true }));
  const query = useInfiniteQuery(
    trpc.consent.ledger.infiniteQueryOptions(
      { limit: 50, ...(topicId ? { topicId } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = useMemo<Line[]>(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const columns = useMemo(() => columnsOf(timeZone, href), [timeZone, href]);
  const options = (topics.data ?? []).map((topic) => ({ value: topic.id, label: topic.name }));
  return (
    <>
      {options.length > 0 ? (
        <Select
          aria-label="Topic"
          className="mb-3 w-60"
          value={topicId ?? ALL}
          onValueChange={(value) => void setTopicId(value === ALL ? null : value)}
          options={[{ value: ALL, label: "Everything" }, ...options]}
        />
      ) : null}
      <DataTable
        caption="Consent record"
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.position)}
        rowLabel={(row) => `Entry ${row.position}`}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The record could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          topicId ? (
            <NoMatches what="entries" />
          ) : (
            <EmptyState
              title="Nobody has said anything yet"
              description="Imports, forms, preference pages and members write here, each with its proof."
              columns={["Entry", "Person", "What"]}
              ghostRow={["1", "ada@example.com", "Agreed to marketing e-mail"]}
            />
          )
        }
      />
    </>
  );
}

const columnsOf = (timeZone: string, href: (path: string) => string): DataTableColumn<Line>[] => [
  {
    id: "position",
    header: "Entry",
    width: "5rem",
    align: "end",
    hideBelow: "sm",
    cell: (row) => formatNumber(row.position),
  },
  {
    id: "person",
    header: "Person",
    cell: (row) =>
      row.contactId ? (
        <Link className="link" href={href(`contacts/${row.contactId}`)}>
          {row.email ?? "No address"}
        </Link>
      ) : (
        <span className="text-ink-2">Deleted contact</span>
      ),
  },
  { id: "what", header: "What", cell: sayConsent },
  { id: "source", header: "How", hideBelow: "md", cell: (row) => SOURCES[row.source] },
  { id: "at", header: "When", width: "11rem", hideBelow: "sm", cell: (row) => formatDateTime(row.at, timeZone) },
];
