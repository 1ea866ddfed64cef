"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { type ListedSegment, SEGMENT_STATUSES } from "@/contracts/segments";
import { Sparkline } from "../charts/sparkline";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { formatNumber } from "../ui/format";
import { IconButton } from "../ui/icon-button";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { SegmentedControl } from "../ui/segmented-control";
import { DeleteSegmentDialog } from "./delete-segment-dialog";
import { NewListDialog } from "./members-dialog";
import { isRefreshing, SegmentStatusMark } from "./segment-status";
import { useSegmentActions } from "./use-segment-actions";

const FILTERS = ["all", ...SEGMENT_STATUSES] as const;
const LOOK_AGAIN_MS = 2000;
const rowId = (row: ListedSegment): string => row.id;
const rowLabel = (row: ListedSegment): string => row.name;

/** All segments, newest first; a row leads to its rule and members. */
export function SegmentList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const actions = useSegmentActions();
  const [url, setUrl] = useQueryStates({
    show: parseAsStringLiteral(FILTERS).withDefault("all"),
    q: parseAsString.withDefault(""),
  });
  const [isMakingList, setMakingList] = useState(false);
  const [deleting, setDeleting] = useState<ListedSegment | null>(null);
  const query = useInfiniteQuery(
    trpc.segments.list.infiniteQueryOptions(
      { limit: 50, status: url.show === "all" ? undefined : url.show, search: url.q || undefined },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        enabled: workspace.can("segment:read"),
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.data.some(isRefreshing)) ? LOOK_AGAIN_MS : false,
      },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { href, timeZone } = workspace;
  const columns = useMemo(
    () => columnsOf((row) => href(`segments/${row.id}`), timeZone, new Date(query.dataUpdatedAt || 0)),
    [href, timeZone, query.dataUpdatedAt],
  );
  if (!workspace.can("segment:read"))
    return (
      <DeniedState what="see segments" permission="segment:read" grantedBy={workspace.grantedBy("segment:read")} />
    );
  const canWrite = workspace.can("segment:write");
  const create = canWrite ? (
    <>
      <Button asChild variant="ghost">
        <Link href={href("segments/compare")}>Overlap</Link>
      </Button>
      <Button onClick={() => setMakingList(true)}>New list</Button>
      <Button asChild variant="primary">
        <Link href={href("segments/new")}>New segment</Link>
      </Button>
    </>
  ) : null;
  const isFiltered = url.show !== "all" || url.q !== "";
  return (
    <>
      <PageHeader title="Segments" actions={create} />
      <FilterBar
        searchValue={url.q}
        searchLabel="Search segments"
        onSearchChange={(q) => void setUrl({ q: q || null })}
      >
        <SegmentedControl
          label="Show"
          size="sm"
          value={url.show}
          onValueChange={(show) => void setUrl({ show })}
          options={[
            { value: "all", label: "All" },
            { value: "active", label: "Active" },
            { value: "inactive", label: "Inactive" },
            { value: "archived", label: "Archived" },
          ]}
        />
      </FilterBar>
      <DataTable
        caption="Segments"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        onOpenRow={(row) => router.push(href(`segments/${row.id}`))}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The segments could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          isFiltered ? (
            <NoMatches
              what="segments"
              onClear={
                <Button variant="link" onClick={() => void setUrl({ q: null, show: null })}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="Segments are groups of people described by a rule"
              description="Say once who you mean; the members follow as people change."
              columns={["Segment", "People", "State"]}
              ghostRow={["Berlin, active in the last 30 days", "1,204", "Up to date"]}
              action={create}
            />
          )
        }
        rowActions={(row) => (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <IconButton label={`Actions for ${row.name}`} size="icon-sm">
                <MoreHorizontal aria-hidden="true" />
              </IconButton>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              <DropdownMenuItem onSelect={() => router.push(href(`segments/${row.id}`))}>Open</DropdownMenuItem>
              {canWrite && row.status === "active" && row.type === "dynamic" ? (
                <DropdownMenuItem onSelect={() => actions.refresh.mutate({ segmentId: row.id })}>
                  Refresh now
                </DropdownMenuItem>
              ) : null}
              {canWrite ? (
                <DropdownMenuItem
                  onSelect={() =>
                    actions.setStatus.mutate({
                      segmentId: row.id,
                      status: row.status === "active" ? "inactive" : "active",
                    })
                  }
                >
                  {row.status === "active" ? "Deactivate" : "Activate"}
                </DropdownMenuItem>
              ) : null}
              {workspace.can("segment:delete") ? (
                <DropdownMenuItem destructive onSelect={() => setDeleting(row)}>
                  Delete…
                </DropdownMenuItem>
              ) : null}
            </DropdownMenuContent>
          </DropdownMenu>
        )}
      />
      <NewListDialog open={isMakingList} onClose={() => setMakingList(false)} />
      <DeleteSegmentDialog
        segment={deleting}
        busy={actions.remove.isPending}
        onClose={() => setDeleting(null)}
        onConfirm={(segment) =>
          actions.remove.mutate({ segmentId: segment.id }, { onSettled: () => setDeleting(null) })
        }
      />
    </>
  );
}

const columnsOf = (
  hrefOf: (row: ListedSegment) => string,
  timeZone: string,
  now: Date,
): DataTableColumn<ListedSegment>[] => [
  {
    id: "name",
    header: "Segment",
    cell: (row) => (
      <Link href={hrefOf(row)} title={row.summary} className="font-medium text-ink hover:underline">
        {row.name}
      </Link>
    ),
  },
  {
    id: "people",
    header: "People",
    width: "7rem",
    align: "end",
    cell: (row) => (row.memberCount === null ? <span className="text-ink-3">—</span> : formatNumber(row.memberCount)),
  },
  {
    id: "trend",
    header: "30 days",
    width: "7.5rem",
    hideBelow: "md",
    cell: (row) =>
      row.trend.length < 2 ? (
        <span className="text-ink-3">—</span>
      ) : (
        <Sparkline
          values={row.trend}
          label={`Size over ${row.trend.length} days, ${formatNumber(row.trend[0] ?? 0)} to ${formatNumber(row.trend.at(-1) ?? 0)}`}
        />
      ),
  },
  { id: "state", header: "State", width: "10rem", hideBelow: "sm", cell: (row) => <SegmentStatusMark segment={row} /> },
  {
    id: "refreshed",
    header: "Refreshed",
    width: "10rem",
    hideBelow: "md",
    cell: (row) =>
      row.refreshedAt ? (
        <span title={row.refreshMs === null ? undefined : `took ${formatNumber(row.refreshMs)} ms`}>
          <RelativeTime value={row.refreshedAt} now={now} timeZone={timeZone} />
        </span>
      ) : (
        <span className="text-ink-3">—</span>
      ),
  },
  {
    id: "used",
    header: "Used by",
    width: "11rem",
    hideBelow: "lg",
    cell: (row) => usedByText(row) ?? <span className="text-ink-3">—</span>,
  },
];

function usedByText(row: ListedSegment): string | null {
  const [first, ...rest] = row.usedBy;
  if (!first) return null;
  return rest.length === 0 ? first.name : `${first.name} and ${rest.length} more`;
}
