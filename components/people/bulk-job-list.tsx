"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { describeAction } from "@/contracts/describe-bulk";
import type { BulkJob } from "@/contracts/people";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { StatusMark } from "../ui/status-mark";
import { isLive, JOB_MARKS } from "./job-marks";

const rowId = (row: BulkJob): string => row.id;

/** Every change of many people, newest first. */
export function BulkJobList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const enabled = workspace.can("contact:read");
  const query = useInfiniteQuery(
    trpc.people.bulkJobs.infiniteQueryOptions(
      { limit: 50 },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        enabled,
        refetchInterval: (state) => (state.state.data?.pages.some((page) => page.data.some(isLive)) ? 1_000 : false),
      },
    ),
  );
  const fields = useQuery(trpc.contacts.fields.queryOptions({}, { enabled }));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  if (!enabled)
    return <DeniedState what="see jobs" permission="contact:read" grantedBy={workspace.grantedBy("contact:read")} />;
  const labelOf = (key: string) => fields.data?.find((field) => field.key === key)?.label ?? key;
  const nameOf = (row: BulkJob) => describeAction(row.action, labelOf);
  const columns: DataTableColumn<BulkJob>[] = [
    {
      id: "what",
      header: "What",
      cell: (row) => (
        <Link href={workspace.href(`contacts/jobs/${row.id}`)} className="font-medium hover:underline">
          {nameOf(row)}
        </Link>
      ),
    },
    { id: "state", header: "State", width: "8rem", cell: (row) => <StatusMark {...JOB_MARKS[row.status]} /> },
    { id: "changed", header: "Changed", align: "end", width: "7rem", cell: (row) => formatNumber(row.changed) },
    {
      id: "already",
      header: "Nothing to change",
      align: "end",
      width: "7rem",
      hideBelow: "md",
      cell: (row) => formatNumber(row.already),
    },
    {
      id: "skipped",
      header: "Skipped",
      align: "end",
      width: "7rem",
      hideBelow: "md",
      cell: (row) => formatNumber(row.skipped),
    },
    {
      id: "created",
      header: "Started",
      width: "9rem",
      hideBelow: "md",
      cell: (row) => (
        <RelativeTime value={row.createdAt} now={new Date(query.dataUpdatedAt)} timeZone={workspace.timeZone} />
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title="Bulk changes"
        crumbs={[{ label: "Contacts", href: workspace.href("contacts") }, { label: "Bulk changes" }]}
      />
      <DataTable
        caption="Bulk changes"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={nameOf}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The changes could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          <EmptyState
            title="Changes of many contacts at once"
            description="Select contacts in the list to tag them, set a field, suppress or delete them. What became of each person is kept here, and tags and fields can be given back for 7 days."
            columns={["What", "State", "Changed", "Nothing to change"]}
            ghostRow={["Add tag “vip”", "Done", "1,167", "37"]}
          />
        }
      />
    </>
  );
}
