"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import type { Export, ExportStatus } from "@/contracts/people";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatBytes, formatDate, formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";
import { toast } from "../ui/toast";

const MARKS: Record<ExportStatus, { status: StatusMarkName; label: string }> = {
  queued: { status: "scheduled", label: "Waiting" },
  running: { status: "live", label: "Writing" },
  done: { status: "done", label: "Ready" },
  failed: { status: "failed", label: "Failed" },
  cancelled: { status: "paused", label: "Cancelled" },
  expired: { status: "draft", label: "File deleted" },
};
const isLive = (row: Export): boolean => row.status === "queued" || row.status === "running";
const rowId = (row: Export): string => row.id;
const rowLabel = (row: Export): string => row.fileName;

/** Files of contacts: under way, ready to download, or gone after their time. */
export function ExportList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const enabled = workspace.can("contact:export");
  const query = useInfiniteQuery(
    trpc.people.exports.infiniteQueryOptions(
      { limit: 50 },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        enabled,
        refetchInterval: (state) => (state.state.data?.pages.some((page) => page.data.some(isLive)) ? 1_000 : false),
      },
    ),
  );
  const cancel = useMutation(
    trpc.people.cancelExport.mutationOptions({
      onError: (error) => void toast.error(messageOf(error)),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() }),
    }),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  if (!enabled)
    return (
      <DeniedState what="see exports" permission="contact:export" grantedBy={workspace.grantedBy("contact:export")} />
    );
  const columns = exportColumns(workspace.timeZone, new Date(query.dataUpdatedAt));
  return (
    <>
      <PageHeader
        title="Exports"
        crumbs={[{ label: "Contacts", href: workspace.href("contacts") }, { label: "Exports" }]}
      />
      <DataTable
        caption="Exports"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        rowActions={(row) =>
          row.status === "done" ? (
            <Button asChild size="sm">
              <a
                href={`/api/w/${workspace.slug}/exports/${row.id}/download`}
                download
                aria-label={`Download ${row.fileName}`}
              >
                Download
              </a>
            </Button>
          ) : isLive(row) ? (
            <Button
              size="sm"
              variant="ghost"
              onClick={() => cancel.mutate({ id: row.id })}
              aria-label={`Cancel ${row.fileName}`}
            >
              Cancel
            </Button>
          ) : null
        }
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The exports could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          <EmptyState
            title="Exports are files of your contacts"
            description="Select contacts in the list, all of them or those a filter finds, and choose Export. Files are kept for 7 days."
            columns={["File", "State", "Contacts", "Size"]}
            ghostRow={["contacts-2026-11-25-1.csv", "Ready", "12,408", "1.4 MB"]}
            action={
              <Button asChild variant="primary">
                <Link href={workspace.href("contacts")}>Go to contacts</Link>
              </Button>
            }
          />
        }
      />
    </>
  );
}

const exportColumns = (timeZone: string, now: Date): DataTableColumn<Export>[] => [
  { id: "file", header: "File", cell: (row) => <span className="font-medium">{row.fileName}</span> },
  {
    id: "state",
    header: "State",
    width: "9rem",
    cell: (row) => (
      <span title={row.problem ?? undefined}>
        <StatusMark {...MARKS[row.status]} />
      </span>
    ),
  },
  {
    id: "people",
    header: "Contacts",
    align: "end",
    width: "9rem",
    cell: (row) =>
      isLive(row) && row.people !== null
        ? `${formatNumber(row.rows)} of ${formatNumber(row.people)}`
        : row.people === null
          ? "—"
          : formatNumber(row.rows),
  },
  {
    id: "size",
    header: "Size",
    align: "end",
    width: "7rem",
    hideBelow: "md",
    cell: (row) => (row.byteSize === null ? "—" : formatBytes(row.byteSize)),
  },
  {
    id: "created",
    header: "Asked for",
    width: "9rem",
    hideBelow: "md",
    cell: (row) => <RelativeTime value={row.createdAt} now={now} timeZone={timeZone} />,
  },
  {
    id: "expires",
    header: "Kept until",
    width: "9rem",
    hideBelow: "lg",
    cell: (row) => (row.expiresAt ? formatDate(row.expiresAt, timeZone) : "—"),
  },
];
