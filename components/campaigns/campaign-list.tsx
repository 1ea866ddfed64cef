"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import type { CampaignStatus } from "@/contracts/campaigns";
import type { RunNumbers } from "@/contracts/reports";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { SegmentedControl } from "../ui/segmented-control";
import { CampaignBulkBar } from "./campaign-bulk-bar";
import { numberColumns } from "./campaign-numbers";
import { CampaignRowMenu } from "./campaign-row-menu";
import { CampaignStatusMark } from "./campaign-status";
import { TagDialog } from "./tag-dialog";
import { useCampaignActions } from "./use-campaign-actions";
import { REFRESH_MS, useCampaignNumbers } from "./use-campaign-numbers";

const FILTERS = ["all", "drafts", "running", "sent", "archived"] as const;
const STATUSES: Record<(typeof FILTERS)[number], CampaignStatus[] | undefined> = {
  all: undefined,
  drafts: ["draft", "in_review", "scheduled"],
  running: ["preparing", "active", "paused"],
  sent: ["completed", "completed_with_failures", "terminated", "failed"],
  archived: ["archived"],
};
const EDITED: readonly CampaignStatus[] = ["draft", "in_review", "scheduled"];

type Row = {
  id: string;
  name: string;
  status: CampaignStatus;
  updatedAt: string;
  launchedAt: string | null;
  dueAt: string | null;
  tags: string[];
  hasRun: boolean;
};

/** All campaigns, newest first; a row leads to its composer or its report. */
export function CampaignList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const actions = useCampaignActions();
  const [url, setUrl] = useQueryStates({
    show: parseAsStringLiteral(FILTERS).withDefault("all"),
    q: parseAsString.withDefault(""),
    tag: parseAsString,
  });
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [tagging, setTagging] = useState<Row[] | null>(null);
  const [deleting, setDeleting] = useState<Row | null>(null);
  const query = useInfiniteQuery(
    trpc.campaigns.list.infiniteQueryOptions(
      { limit: 50, status: STATUSES[url.show], search: url.q || undefined, tag: url.tag ?? undefined },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        enabled: workspace.can("campaign:read"),
        refetchInterval: REFRESH_MS,
      },
    ),
  );
  const tags = useQuery(trpc.campaigns.tags.queryOptions({}, { enabled: workspace.can("campaign:read") }));
  const rows: Row[] = query.data?.pages.flatMap((page) => page.data) ?? [];
  const numbers = useCampaignNumbers(rows);
  if (!workspace.can("campaign:read"))
    return (
      <DeniedState what="see campaigns" permission="campaign:read" grantedBy={workspace.grantedBy("campaign:read")} />
    );
  const chosen = rows.filter((row) => selected.has(row.id));
  const isFiltered = url.show !== "all" || url.q !== "" || url.tag !== null;
  const hrefOf = (row: Row) =>
    workspace.href(EDITED.includes(row.status) ? `campaigns/${row.id}/edit` : `campaigns/${row.id}`);
  const create = workspace.can("campaign:create") ? (
    <Button
      variant="primary"
      loading={actions.create.isPending}
      onClick={() => actions.create.mutate({ name: newName(workspace.timeZone) })}
    >
      New campaign
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Campaigns"
        actions={
          <>
            <Button asChild>
              <Link href={workspace.href("campaigns/calendar")}>Calendar</Link>
            </Button>
            {rows.length > 0 || isFiltered ? create : null}
          </>
        }
      />
      <FilterBar
        searchValue={url.q}
        searchLabel="Search campaigns"
        onSearchChange={(q) => void setUrl({ q: q || null })}
      >
        <SegmentedControl
          label="Show"
          size="sm"
          value={url.show}
          onValueChange={(show) => void setUrl({ show })}
          options={[
            { value: "all", label: "All" },
            { value: "drafts", label: "Drafts" },
            { value: "running", label: "Running" },
            { value: "sent", label: "Sent" },
            { value: "archived", label: "Archived" },
          ]}
        />
        {(tags.data?.length ?? 0) > 0 || url.tag ? (
          <Combobox
            aria-label="Tag"
            className="w-44"
            clearable
            value={url.tag}
            onValueChange={(tag) => void setUrl({ tag })}
            placeholder="Any tag"
            searchPlaceholder="Search tags"
            options={(tags.data ?? []).map((one) => ({
              value: one.name,
              label: one.name,
              hint: formatNumber(one.campaigns),
            }))}
          />
        ) : null}
      </FilterBar>
      <DataTable
        caption="Campaigns"
        columns={columns(hrefOf, workspace.timeZone, new Date(query.dataUpdatedAt || 0), numbers)}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        onOpenRow={(row) => router.push(hrefOf(row))}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error && !query.data ? (
            <ErrorState
              title="The campaigns could not be loaded."
              detail={query.error.message}
              traceId={query.error.data?.body.error.traceId}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          isFiltered ? (
            <NoMatches
              what="campaigns"
              onClear={
                <Button variant="link" onClick={() => void setUrl({ q: null, show: null, tag: null })}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="Campaigns you write and send stand here"
              description="One page takes you from who should get it to what it says and when it goes."
              columns={["Campaign", "Status", "Changed"]}
              ghostRow={["Spring drop", "Draft", "just now"]}
              action={create}
            />
          )
        }
        selectedIds={workspace.can("campaign:update") ? selected : undefined}
        onSelectedIdsChange={workspace.can("campaign:update") ? setSelected : undefined}
        rowActions={(row) => (
          <CampaignRowMenu
            row={row}
            actions={actions}
            onTags={() => setTagging([row])}
            onDelete={() => setDeleting(row)}
          />
        )}
      />
      <CampaignBulkBar count={chosen.length} onTags={() => setTagging(chosen)} onClear={() => setSelected(new Set())} />
      {tagging ? (
        <TagDialog
          campaigns={tagging}
          actions={actions}
          onClose={() => setTagging(null)}
          onDone={() => {
            setTagging(null);
            setSelected(new Set());
          }}
        />
      ) : null}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => !open && setDeleting(null)}
        title={`Delete “${deleting?.name}”?`}
        description="The draft and what was written in it are gone for good. Nothing was sent."
        confirmLabel="Delete draft"
        destructive
        busy={actions.remove.isPending}
        onConfirm={() => {
          if (deleting) actions.remove.mutate({ campaignId: deleting.id });
          setDeleting(null);
        }}
      />
    </>
  );
}

const columns = (
  hrefOf: (row: Row) => string,
  timeZone: string,
  now: Date,
  numbers: Record<string, RunNumbers>,
): DataTableColumn<Row>[] => [
  {
    id: "name",
    header: "Campaign",
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <a href={hrefOf(row)} className="truncate font-medium text-ink hover:underline">
          {row.name}
        </a>
        {row.tags.slice(0, 3).map((tag) => (
          <Badge key={tag} className="hidden shrink-0 md:inline-flex">
            {tag}
          </Badge>
        ))}
      </span>
    ),
  },
  { id: "status", header: "Status", width: "11rem", cell: (row) => <CampaignStatusMark status={row.status} /> },
  { id: "when", header: "Goes out", width: "12rem", hideBelow: "sm", cell: (row) => whenOf(row, timeZone, now) },
  ...numberColumns<Row>(numbers),
  {
    id: "changed",
    header: "Changed",
    width: "9rem",
    align: "end",
    hideBelow: "md",
    cell: (row) => <RelativeTime value={row.updatedAt} now={now} timeZone={timeZone} />,
  },
];

function whenOf(row: Row, timeZone: string, now: Date) {
  if (row.launchedAt) return <RelativeTime value={row.launchedAt} now={now} timeZone={timeZone} />;
  if (row.dueAt) return <RelativeTime value={row.dueAt} timeZone={timeZone} />;
  return <span className="text-ink-3">—</span>;
}

/** "Newsletter · 14 May": a name to start from, never a blank field. */
const newName = (timeZone: string): string =>
  `Newsletter · ${new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(new Date())}`;
