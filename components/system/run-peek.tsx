"use client";

import { useQuery } from "@tanstack/react-query";
import type { BackgroundRunDetail } from "@/contracts/system";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { DefinitionList } from "../ui/definition-list";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { PeekPanel } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { StatusMark } from "../ui/status-mark";
import { RunMark } from "./run-mark";
import { runDuration, shortDuration } from "./run-time";
import { REFRESH_MS } from "./system-figures";
import { useRunActions } from "./use-run-actions";

/** One run beside the list: what it did, what it still has before it, and what can be done about it. */
export function RunPeek({ runId, onRunChange }: { runId: string | null; onRunChange: (id: string | null) => void }) {
  const trpc = useTRPC();
  const run = useQuery(
    trpc.system.run.queryOptions(
      { runId: runId ?? "" },
      {
        enabled: runId !== null,
        refetchInterval: (query) => (query.state.data?.status === "running" ? REFRESH_MS : false),
      },
    ),
  );
  return (
    <PeekPanel
      open={runId !== null}
      onOpenChange={(open) => !open && onRunChange(null)}
      title={run.data?.functionId ?? "Run"}
      description={run.data ? <RunMark run={run.data} /> : undefined}
      footer={run.data ? <Actions run={run.data} onRunChange={onRunChange} /> : undefined}
    >
      {run.data ? (
        <Detail run={run.data} now={new Date(run.dataUpdatedAt)} onRunChange={onRunChange} />
      ) : run.isError ? (
        <ErrorState
          title="This run could not be read"
          detail={messageOf(run.error)}
          traceId={traceIdOf(run.error)}
          onRetry={() => void run.refetch()}
          retrying={run.isFetching}
        />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </PeekPanel>
  );
}

function Actions({ run, onRunChange }: { run: BackgroundRunDetail; onRunChange: (id: string) => void }) {
  const { can } = useWorkspace();
  const { retry, cancel } = useRunActions(onRunChange);
  if (!can("system:manage"))
    return <p className="mr-auto text-ink-2 text-xs">Retrying and cancelling need system:manage.</p>;
  if (run.status !== "running")
    return (
      <Button loading={retry.isPending} onClick={() => retry.mutate({ runId: run.id })}>
        {run.status === "completed" ? "Run again" : "Retry"}
      </Button>
    );
  return (
    <ConfirmDialog
      trigger={<Button variant="destructive">Cancel run…</Button>}
      title={`Cancel ${run.functionId}?`}
      description="It stops before its next step. What its finished steps did stays done."
      confirmLabel="Cancel run"
      cancelLabel="Keep it running"
      destructive
      busy={cancel.isPending}
      onConfirm={() => cancel.mutate({ runId: run.id })}
    />
  );
}

function Detail({ run, now, onRunChange }: { run: BackgroundRunDetail; now: Date; onRunChange: (id: string) => void }) {
  const { timeZone } = useWorkspace();
  const at = (value: string | null) => (value ? formatDateTime(value, timeZone) : "—");
  const { retryOf } = run;
  return (
    <div className="grid gap-6">
      {run.error ? (
        <p className="break-words border-failed border-l-2 py-1 pl-3 text-sm">
          <StatusMark status="failed" label="Error:" glyphOnly className="mr-1.5 align-middle" />
          {run.error}
        </p>
      ) : null}
      <DefinitionList
        items={[
          { term: "Asked for", value: at(run.createdAt) },
          { term: "Ended", value: at(run.endedAt) },
          { term: "Took", value: runDuration(run, now) },
          { term: "Run", value: <Copyable value={run.id} />, mono: true },
          ...(retryOf
            ? [
                {
                  term: "Repeats",
                  value: (
                    <Button variant="link" size="sm" onClick={() => onRunChange(retryOf)}>
                      {retryOf}
                    </Button>
                  ),
                  mono: true,
                },
              ]
            : []),
        ]}
      />
      <Part title="Steps" isEmpty={run.steps.length === 0} empty="No step has ended yet.">
        {run.steps.map((step) => (
          <Line
            key={step.id}
            mark={step.error ? "failed" : "done"}
            name={step.name}
            facts={[
              step.attempts > 1 ? `${step.attempts} attempts` : null,
              step.durationMs === null ? null : shortDuration(step.durationMs),
            ]}
            below={step.error}
          />
        ))}
      </Part>
      {run.status === "running" ? (
        <Part title="Still to come" isEmpty={run.planned.length === 0} empty="It waits for something else to end.">
          {run.planned.map((job) => (
            <Line
              key={`${job.kind} ${job.due}`}
              mark={job.attempt > 0 ? "paused" : "scheduled"}
              name={job.kind}
              facts={[job.attempt > 0 ? `attempt ${job.attempt + 1}` : null, at(job.due)]}
              below={job.error}
            />
          ))}
        </Part>
      ) : null}
      <Part title="Events" isEmpty={run.events.length === 0} empty="None.">
        {run.events.map((event) => (
          <Line
            key={event.id ?? event.name}
            mark="done"
            name={event.name}
            facts={[at(event.at)]}
            below={event.id ? <Copyable value={event.id} /> : null}
          />
        ))}
      </Part>
    </div>
  );
}

type PartProps = { title: string; isEmpty: boolean; empty: string; children: React.ReactNode };

function Part({ title, isEmpty, empty, children }: PartProps) {
  return (
    <section className="grid gap-1">
      <h3 className="font-medium text-ink-2 text-xs">{title}</h3>
      {isEmpty ? <p className="text-ink-2 text-sm">{empty}</p> : <ol className="border-line border-t">{children}</ol>}
    </section>
  );
}

type LineProps = {
  mark: "done" | "failed" | "paused" | "scheduled";
  name: string;
  facts: (string | null)[];
  below: React.ReactNode;
};

const WORDS = { done: "Done", failed: "Failed", paused: "Trying again", scheduled: "Planned" };

function Line({ mark, name, facts, below }: LineProps) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 gap-y-0.5 border-line border-b py-2 text-sm">
      <StatusMark status={mark} label={WORDS[mark]} glyphOnly />
      <span className="break-words font-mono text-xs">{name}</span>
      <span className="type-dense text-ink-2 text-xs">{facts.filter(Boolean).join(" · ")}</span>
      {below ? <span className="col-span-2 col-start-2 min-w-0 break-words text-ink-2 text-xs">{below}</span> : null}
    </li>
  );
}

function Copyable({ value }: { value: string }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1">
      <code className="truncate font-mono text-xs">{value}</code>
      <CopyButton value={value} />
    </span>
  );
}
