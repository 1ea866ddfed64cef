"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import type { SegmentMember } from "@/contracts/segments";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { RelativeTime } from "../ui/relative-time";

const rowId = (row: SegmentMember): string => row.contactId;
const rowLabel = (row: SegmentMember): string => row.name ?? row.email ?? "No name";

/** The people of the last refresh. */
export function SegmentMembers({ segmentId, refreshedAt }: { segmentId: string; refreshedAt: string | null }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { href, timeZone } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.segments.members.infiniteQueryOptions(
      { segmentId, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const columns = useMemo(
    () => columnsOf((row) => href(`contacts/${row.contactId}`), timeZone, new Date(query.dataUpdatedAt || 0)),
    [href, timeZone, query.dataUpdatedAt],
  );
  return (
    <DataTable
      caption="Members"
      columns={columns}
      rows={rows}
      rowId={rowId}
      rowLabel={rowLabel}
      onOpenRow={(row) => router.push(href(`contacts/${row.contactId}`))}
      loading={query.isPending}
      hasMore={query.hasNextPage}
      loadingMore={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      error={
        query.error ? (
          <ErrorState
            title="The members could not be loaded."
            detail={messageOf(query.error)}
            traceId={traceIdOf(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : undefined
      }
      empty={
        <EmptyState
          title={refreshedAt ? "Nobody matches the rule" : "Members stand here after the first refresh"}
          description="People enter and leave by themselves when they start or stop matching the rule."
          columns={["Person", "E-mail", "Entered"]}
          ghostRow={["Ada Lovelace", "ada@example.com", "2 days ago"]}
        />
      }
    />
  );
}

const columnsOf = (
  hrefOf: (row: SegmentMember) => string,
  timeZone: string,
  now: Date,
): DataTableColumn<SegmentMember>[] => [
  {
    id: "person",
    header: "Person",
    cell: (row) => (
      <Link href={hrefOf(row)} className="font-medium text-ink hover:underline">
        {rowLabel(row)}
      </Link>
    ),
  },
  { id: "email", header: "E-mail", hideBelow: "sm", cell: (row) => row.email ?? <span className="text-ink-3">—</span> },
  {
    id: "entered",
    header: "Entered",
    width: "9rem",
    align: "end",
    cell: (row) => (row.enteredAt ? <RelativeTime value={row.enteredAt} now={now} timeZone={timeZone} /> : null),
  },
];
