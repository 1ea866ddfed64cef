"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { BACKGROUND_RUN_STATUSES, type BackgroundRun } from "@/contracts/system";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "../ui/section";
import { SegmentedControl } from "../ui/segmented-control";
import { RunMark } from "./run-mark";
import { RunPeek } from "./run-peek";
import { runDuration } from "./run-time";
import { REFRESH_MS } from "./system-figures";

const SHOW = ["all", ...BACKGROUND_RUN_STATUSES] as const;
const LABELS: Record<(typeof SHOW)[number], string> = {
  all: "All",
  running: "Active",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};
const PAGE = 50;
const NONE: BackgroundRun[] = [];
const idOf = (run: BackgroundRun) => run.id;

const columnsAt = (now: Date, timeZone: string): DataTableColumn<BackgroundRun>[] => [
  {
    id: "function",
    header: "Function",
    cell: (run) => <code className="font-mono text-ink text-xs">{run.functionId}</code>,
  },
  { id: "state", header: "State", width: "9rem", cell: (run) => <RunMark run={run} /> },
  {
    id: "event",
    header: "Started by",
    hideBelow: "md",
    cell: (run) => <code className="font-mono text-ink-2 text-xs">{run.event ?? "—"}</code>,
  },
  {
    id: "error",
    header: "Error",
    hideBelow: "lg",
    cell: (run) => (run.error ? <span title={run.error}>{run.error}</span> : <span className="text-ink-3">—</span>),
  },
  {
    id: "created",
    header: "Asked for",
    width: "9rem",
    hideBelow: "sm",
    cell: (run) => <RelativeTime value={run.createdAt} now={now} timeZone={timeZone} />,
  },
  {
    id: "duration",
    header: "Took",
    width: "8rem",
    align: "end",
    hideBelow: "sm",
    cell: (run) => runDuration(run, now),
  },
];

/** Background runs of this workspace, newest first, read again every two seconds while the page is in front. */
export function SystemRuns() {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const [url, setUrl] = useQueryStates({
    show: parseAsStringLiteral(SHOW).withDefault("all"),
    run: parseAsString,
  });
  const runs = useInfiniteQuery(
    trpc.system.runs.infiniteQueryOptions(
      { limit: PAGE, status: url.show === "all" ? undefined : url.show },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        refetchInterval: REFRESH_MS,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const rows = useMemo(() => runs.data?.pages.flatMap((page) => page.data) ?? NONE, [runs.data]);
  const readAt = runs.dataUpdatedAt;
  const columns = useMemo(() => columnsAt(new Date(readAt), timeZone), [readAt, timeZone]);
  const open = (run: BackgroundRun) => void setUrl({ run: run.id });
  return (
    <Section
      title="Runs"
      description="What was done in the background for this workspace. Completed runs are kept for 3 days, failed ones for 30."
      actions={
        <SegmentedControl
          label="Show"
          size="sm"
          value={url.show}
          onValueChange={(show) => void setUrl({ show })}
          options={SHOW.map((value) => ({ value, label: LABELS[value] }))}
        />
      }
    >
      <DataTable
        caption="Background runs"
        density="compact"
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowLabel={(run) => run.functionId}
        onOpenRow={open}
        onPeekRow={open}
        loading={runs.isPending}
        refetching={runs.isPlaceholderData}
        hasMore={runs.hasNextPage}
        loadingMore={runs.isFetchingNextPage}
        onLoadMore={() => void runs.fetchNextPage()}
        error={
          runs.isError && rows.length === 0 ? (
            <ErrorState
              title="The runs could not be read"
              detail={messageOf(runs.error)}
              traceId={traceIdOf(runs.error)}
              onRetry={() => void runs.refetch()}
              retrying={runs.isFetching}
            />
          ) : undefined
        }
        empty={
          url.show === "all" ? (
            <EmptyState
              title="Imports, refreshes and sends leave their runs here."
              columns={["Function", "State", "Started by"]}
              ghostRow={["campaigns-build-audience", "Completed", "campaign.launched"]}
            />
          ) : (
            <NoMatches
              what="runs"
              onClear={
                <Button variant="link" onClick={() => void setUrl({ show: null })}>
                  Show all
                </Button>
              }
            />
          )
        }
      />
      <RunPeek runId={url.run} onRunChange={(run) => void setUrl({ run })} />
    </Section>
  );
}
