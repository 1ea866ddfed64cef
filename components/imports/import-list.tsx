"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import type { Import } from "@/contracts/imports";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatDateTime, formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { ImportStatusMark, isMoving } from "./import-status";
import { UploadDrop } from "./upload-drop";

const rowId = (row: Import): string => row.id;
const rowLabel = (row: Import): string => row.fileName;

/** Every file that was uploaded, newest first. */
export function ImportList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const enabled = workspace.can("contact:import");
  const query = useInfiniteQuery(
    trpc.imports.list.infiniteQueryOptions(
      { limit: 50 },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        enabled,
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.data.some((row) => isMoving(row))) ? 2000 : false,
      },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { href, timeZone } = workspace;
  const columns = useMemo(() => columnsOf((row) => href(`imports/${row.id}`), timeZone), [href, timeZone]);
  if (!enabled)
    return (
      <DeniedState
        what="import contacts"
        permission="contact:import"
        grantedBy={workspace.grantedBy("contact:import")}
      />
    );
  return (
    <>
      <PageHeader title="Imports" crumbs={[{ label: "Contacts", href: href("contacts") }, { label: "Imports" }]} />
      <UploadDrop quiet={rows.length > 0} />
      <DataTable
        caption="Imports"
        className="pt-4"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        onOpenRow={(row) => router.push(href(`imports/${row.id}`))}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The imports could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : undefined
        }
        empty={
          <EmptyState
            title="Nothing was imported yet"
            description="A file is read row by row; bad rows are listed with a fix and never stop it."
            columns={["File", "State", "Rows", "Created"]}
            ghostRow={["spring-fair.csv", "Done", "1,204", "1,180"]}
          />
        }
      />
    </>
  );
}

const columnsOf = (hrefOf: (row: Import) => string, timeZone: string): DataTableColumn<Import>[] => [
  {
    id: "file",
    header: "File",
    cell: (row) => (
      <Link href={hrefOf(row)} className="font-medium text-ink hover:underline">
        {row.fileName}
      </Link>
    ),
  },
  { id: "state", header: "State", width: "11rem", cell: (row) => <ImportStatusMark record={row} /> },
  { id: "rows", header: "Rows", align: "end", width: "6rem", cell: (row) => formatNumber(row.counts.rows) },
  {
    id: "created",
    header: "Created",
    align: "end",
    width: "6rem",
    hideBelow: "sm",
    cell: (row) => formatNumber(row.counts.created),
  },
  {
    id: "invalid",
    header: "Not imported",
    align: "end",
    width: "7rem",
    hideBelow: "md",
    cell: (row) => formatNumber(row.counts.invalid + row.counts.duplicates),
  },
  {
    id: "when",
    header: "Uploaded",
    width: "11rem",
    hideBelow: "md",
    cell: (row) => formatDateTime(row.createdAt, timeZone),
  },
];
