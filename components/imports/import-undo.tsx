"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import {
  type Import,
  type ImportUndoPerson,
  type ImportUndo as ImportUndoState,
  UNDO_REASON_LABELS,
} from "@/contracts/imports";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import { Section } from "../ui/section";
import { Stat, StatRow } from "../ui/stat";

const rowLabel = (row: ImportUndoPerson): string => row.name;

/** How far the way back is, and whom it left alone. */
export function ImportUndo({ record, undo }: { record: Import; undo: ImportUndoState }) {
  const { counts } = undo;
  const done = counts.removed + counts.restored + counts.partly + counts.kept;
  const isLive = undo.status === "queued" || undo.status === "running";
  return (
    <Section
      title={undo.status === "done" ? "Undone" : "Undoing"}
      description={
        undo.status === "done"
          ? `Consent by this file was taken back for ${formatNumber(counts.retracted)} ${counts.retracted === 1 ? "person" : "people"}.`
          : undefined
      }
    >
      <div className="grid gap-6">
        {undo.status === "failed" ? (
          <Notice tone="danger" title="The undo stopped">
            {undo.problem} What was taken back stays so; try again to go on behind it.
          </Notice>
        ) : null}
        {isLive ? (
          <Progress
            label="Taking the import back"
            value={done}
            max={Math.max(1, undo.people)}
            tone="live"
            detail={
              undo.status === "queued"
                ? "Waiting for its turn. You can leave this page."
                : "You can leave this page; it goes on."
            }
          />
        ) : null}
        <StatRow>
          <Stat label="Removed again" value={formatNumber(counts.removed)} />
          <Stat label="Set back" value={formatNumber(counts.restored)} />
          <Stat label="Set back in part" value={formatNumber(counts.partly)} />
          <Stat label="Left alone" value={formatNumber(counts.kept)} />
        </StatRow>
        {counts.kept + counts.partly > 0 ? <People importId={record.id} key={counts.kept + counts.partly} /> : null}
      </div>
    </Section>
  );
}

function People({ importId }: { importId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.imports.undoPeople.infiniteQueryOptions(
      { importId, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { href } = workspace;
  const columns = useMemo(() => columnsOf((id) => href(`contacts/${id}`)), [href]);
  return (
    <DataTable
      caption="People left alone"
      columns={columns}
      rows={rows}
      rowId={(row) => row.contactId ?? row.name}
      rowLabel={rowLabel}
      density="compact"
      loading={query.isPending}
      hasMore={query.hasNextPage}
      loadingMore={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      error={
        query.error ? (
          <ErrorState
            title="The people could not be loaded."
            detail={messageOf(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : undefined
      }
    />
  );
}

const columnsOf = (hrefOf: (id: string) => string): DataTableColumn<ImportUndoPerson>[] => [
  {
    id: "person",
    header: "Person",
    cell: (row) =>
      row.contactId ? (
        <Link href={hrefOf(row.contactId)} className="font-medium text-ink hover:underline">
          {row.name}
        </Link>
      ) : (
        row.name
      ),
  },
  {
    id: "outcome",
    header: "What happened",
    width: "10rem",
    hideBelow: "sm",
    cell: (row) => (row.outcome === "kept" ? "Left alone" : "Set back in part"),
  },
  {
    id: "reason",
    header: "Why",
    cell: (row) => (
      <span>
        {UNDO_REASON_LABELS[row.reason]}
        {row.fields.length > 0 ? <span className="text-ink-2"> ({row.fields.join(", ")})</span> : null}
      </span>
    ),
  },
];
