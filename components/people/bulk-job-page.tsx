"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { describeAction } from "@/contracts/describe-bulk";
import { BULK_SKIP_LABELS, type BulkJob, type BulkJobRow, type BulkOutcome } from "@/contracts/people";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatDateTime, formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Progress } from "../ui/progress";
import { Section } from "../ui/section";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { Stat, StatRow } from "../ui/stat";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";
import { undoneText } from "./bulk-dialog";
import { isLive, JOB_MARKS } from "./job-marks";

/** One change of many people: how far it is, what became of each, and the way back. */
export function BulkJobPage({ jobId }: { jobId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const enabled = workspace.can("contact:read");
  const query = useQuery(
    trpc.people.bulkJob.queryOptions(
      { id: jobId },
      { enabled, refetchInterval: (state) => (isLive(state.state.data) ? 1_000 : false) },
    ),
  );
  const fields = useQuery(trpc.contacts.fields.queryOptions({}, { enabled }));
  if (!enabled)
    return <DeniedState what="see jobs" permission="contact:read" grantedBy={workspace.grantedBy("contact:read")} />;
  const crumbs = [
    { label: "Contacts", href: workspace.href("contacts") },
    { label: "Bulk changes", href: workspace.href("contacts/jobs") },
    { label: "Job" },
  ];
  const job = query.data;
  if (!job)
    return (
      <>
        <PageHeader title="Job" crumbs={crumbs} />
        {query.error ? (
          <ErrorState
            title="The job could not be loaded."
            detail={messageOf(query.error)}
            traceId={traceIdOf(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : (
          <Skeleton className="w-96" />
        )}
      </>
    );
  const labelOf = (key: string) => fields.data?.find((field) => field.key === key)?.label ?? key;
  return (
    <>
      <PageHeader
        title={describeAction(job.action, labelOf)}
        crumbs={crumbs}
        mark={<StatusMark {...JOB_MARKS[job.status]} />}
        meta={<span>{formatDateTime(job.createdAt, workspace.timeZone)}</span>}
        actions={<JobActions job={job} />}
      />
      <JobFigures job={job} />
      {/* Another state, other rows: the list is asked for anew. */}
      <JobRows key={`${job.status} ${job.done}`} job={job} />
    </>
  );
}

function JobActions({ job }: { job: BulkJob }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onError: (error: unknown) => void toast.error(messageOf(error)),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() }),
      ]),
  };
  const cancel = useMutation(trpc.people.cancelBulk.mutationOptions(settled));
  const undo = useMutation(
    trpc.people.undoBulk.mutationOptions({ ...settled, onSuccess: (next) => void toast(undoneText(next)) }),
  );
  if (job.status === "queued" || job.status === "running")
    return (
      <ConfirmDialog
        trigger={<Button variant="destructive">Cancel job…</Button>}
        title="Cancel this job?"
        description="It stops after the batch that is under way. What is changed stays changed."
        confirmLabel="Cancel job"
        cancelLabel="Keep it running"
        destructive
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ id: job.id })}
      />
    );
  if (!job.canUndo) return null;
  return (
    <Button loading={undo.isPending} onClick={() => undo.mutate({ id: job.id })}>
      Undo for {formatNumber(job.changed)} {job.changed === 1 ? "contact" : "contacts"}
    </Button>
  );
}

function JobFigures({ job }: { job: BulkJob }) {
  const isUndo = job.status === "undoing" || job.status === "undone";
  return (
    <div className="grid gap-6">
      {job.problem ? (
        <Notice tone="danger" title="The job stopped">
          {job.problem}
        </Notice>
      ) : null}
      {isLive(job) ? (
        <Progress
          label={
            job.status === "undoing" ? "Undoing" : job.people === null ? "Counting out the people" : "Changing contacts"
          }
          value={job.status === "undoing" ? job.restored + job.left : job.done}
          max={Math.max(1, job.status === "undoing" ? job.changed : (job.people ?? 1))}
          tone="live"
          detail="You can leave this page; it goes on."
        />
      ) : null}
      <StatRow>
        <Stat label="Contacts" value={job.people === null ? "—" : formatNumber(job.people)} />
        <Stat label="Changed" value={formatNumber(job.changed)} />
        <Stat label="Nothing to change" value={formatNumber(job.already)} />
        <Stat label="Skipped" value={formatNumber(job.skipped)} />
        {isUndo ? <Stat label="Given back" value={formatNumber(job.restored)} /> : null}
        {isUndo ? <Stat label="Changed since, left alone" value={formatNumber(job.left)} /> : null}
      </StatRow>
    </div>
  );
}

const FILTERS = [
  { value: "all", label: "Everybody" },
  { value: "changed", label: "Changed" },
  { value: "already", label: "Nothing to change" },
  { value: "skipped", label: "Skipped" },
] as const;
const rowLabel = (row: BulkJobRow): string => row.name;

function JobRows({ job }: { job: BulkJob }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [outcome, setOutcome] = useState<"all" | Exclude<BulkOutcome, "pending">>("all");
  const query = useInfiniteQuery(
    trpc.people.bulkRows.infiniteQueryOptions(
      { id: job.id, limit: 100, ...(outcome === "all" ? {} : { outcome }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { href } = workspace;
  const columns = useMemo(() => rowColumns((id) => href(`contacts/${id}`)), [href]);
  return (
    <Section
      title="Person by person"
      actions={
        <SegmentedControl label="Which" size="sm" options={FILTERS} value={outcome} onValueChange={setOutcome} />
      }
    >
      <DataTable
        caption="People of this job"
        columns={columns}
        rows={rows}
        rowId={(row) => row.contactId ?? row.name}
        rowLabel={rowLabel}
        density="compact"
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        maxHeight="60dvh"
        empty={<p className="py-4 text-ink-2 text-sm">Nobody. Lists are kept for 7 days.</p>}
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
    </Section>
  );
}

const OUTCOMES: Record<BulkOutcome, string> = {
  pending: "Not yet",
  changed: "Changed",
  already: "Nothing to change",
  skipped: "Skipped",
};
const UNDONE = { restored: "given back", changed_since: "changed since, left alone", gone: "deleted since" };

const rowColumns = (hrefOf: (id: string) => string): DataTableColumn<BulkJobRow>[] => [
  {
    id: "name",
    header: "Contact",
    cell: (row) =>
      row.contactId && row.name !== "Deleted contact" ? (
        <Link href={hrefOf(row.contactId)} className="hover:underline">
          {row.name}
        </Link>
      ) : (
        <span className="text-ink-2">{row.contactId ? `Deleted contact ${row.contactId}` : row.name}</span>
      ),
  },
  {
    id: "outcome",
    header: "What became of it",
    cell: (row) =>
      [OUTCOMES[row.outcome], row.skip && BULK_SKIP_LABELS[row.skip], row.undone && UNDONE[row.undone]]
        .filter(Boolean)
        .join(", "),
  },
];
