"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import type { Import, ImportProblem } from "@/contracts/imports";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { ErrorState } from "../ui/error-state";
import { formatDuration, formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import { Section } from "../ui/section";
import { Stat, StatRow } from "../ui/stat";

const rowId = (row: ImportProblem): string => `${row.line} ${row.code}`;
const rowLabel = (row: ImportProblem): string => `Line ${row.line}`;

/** How far the file is, what became of its rows, and which rows need mending. `now` is when the numbers were read. */
export function ImportRun({ record, now }: { record: Import; now: number }) {
  const workspace = useWorkspace();
  const { counts } = record;
  const left = counts.invalid + counts.duplicates;
  return (
    <div className="grid gap-6">
      {record.problem ? (
        <Notice tone="danger" title="The import stopped">
          {record.problem} What was imported is kept; try again to go on behind it.
        </Notice>
      ) : null}
      <Progress
        label={record.status === "done" ? "File read, in KB" : "Reading the file, in KB"}
        value={Math.ceil(record.bytesDone / 1024)}
        max={Math.max(1, Math.ceil(record.byteSize / 1024))}
        tone={record.status === "paused" ? "paused" : record.status === "failed" ? "failed" : "live"}
        detail={progressText(record, now)}
      />
      <StatRow>
        <Stat label="Rows" value={formatNumber(counts.rows)} />
        <Stat label="Created" value={formatNumber(counts.created)} />
        <Stat label="Updated" value={formatNumber(counts.updated)} />
        <Stat label="Unchanged" value={formatNumber(counts.unchanged)} />
        <Stat label="Not imported" value={formatNumber(left)} />
      </StatRow>
      <p className="text-ink-2 text-sm">
        {[...consentLines(record), ...extraLines(record)].join(" ")}{" "}
        <Link href={workspace.href("contacts")} className="underline">
          See contacts
        </Link>
      </p>
      {left > 0 ? <Problems record={record} /> : null}
    </div>
  );
}

function consentLines({ consent, counts }: Import): string[] {
  const stayed = (people: number) =>
    people > 0 ? ` ${formatNumber(people)} had said no or are suppressed, and stay that way.` : "";
  return [
    consent?.kind === "granted"
      ? `Consent recorded for ${formatNumber(counts.consentGranted)} people.${stayed(counts.consentKept)}`
      : "No marketing consent was recorded.",
    ...(consent?.topics?.length
      ? [
          `${formatNumber(counts.topicsGranted)} yeses to ${consent.topics.length === 1 ? "a topic" : `${consent.topics.length} topics`}.${stayed(counts.topicsKept)}`,
        ]
      : []),
  ];
}

const extraLines = ({ counts }: Import): string[] => [
  ...(counts.tagged > 0 ? [`${formatNumber(counts.tagged)} people were tagged.`] : []),
  ...(counts.listed > 0 ? [`${formatNumber(counts.listed)} were put on the list.`] : []),
];

function progressText(record: Import, now: number): string {
  switch (record.status) {
    case "queued":
      return "Waiting for its turn. You can leave this page.";
    case "paused":
      return "Paused. It goes on exactly behind the last row.";
    case "running": {
      const seconds = record.startedAt ? (now - Date.parse(record.startedAt)) / 1000 : 0;
      if (seconds < 1 || record.rowsDone === 0) return "You can leave this page; it goes on.";
      const bytesPerSecond = record.bytesDone / seconds;
      const rest = bytesPerSecond > 0 ? (record.byteSize - record.bytesDone) / bytesPerSecond : 0;
      return `${formatNumber(Math.round(record.rowsDone / seconds))} rows a second, about ${formatDuration(Math.ceil(rest))} left. You can leave this page; it goes on.`;
    }
    case "done":
    case "cancelled":
    case "failed":
    case "uploaded":
    case "fetching":
      return "";
  }
}

function Problems({ record }: { record: Import }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.imports.problems.infiniteQueryOptions(
      { importId: record.id, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  return (
    <Section
      title="Rows that were not imported"
      description="Mend them in the error file and upload it again; its extra columns are ignored."
      actions={
        <Button asChild size="sm">
          <a href={`/api/w/${workspace.slug}/imports/${record.id}/errors`} download>
            Download error file
          </a>
        </Button>
      }
    >
      <DataTable
        caption="Rows that were not imported"
        columns={PROBLEM_COLUMNS}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        density="compact"
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error ? (
            <ErrorState
              title="The rows could not be loaded."
              detail={messageOf(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : undefined
        }
      />
    </Section>
  );
}

const PROBLEM_COLUMNS: DataTableColumn<ImportProblem>[] = [
  { id: "line", header: "Line", align: "end", width: "5rem", cell: (row) => formatNumber(row.line) },
  { id: "column", header: "Column", width: "9rem", hideBelow: "md", cell: (row) => row.column ?? "—" },
  { id: "problem", header: "Problem", cell: (row) => <span title={row.problem}>{row.problem}</span> },
  { id: "fix", header: "What to do", hideBelow: "sm", cell: (row) => <span title={row.fix}>{row.fix}</span> },
];
