"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WebhookEndpoint, WebhookMessage, WebhookMessageState } from "@/contracts/webhooks";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { Sheet } from "../ui/sheet";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const STATES: Record<WebhookMessageState, { status: StatusMarkName; label: string }> = {
  waiting: { status: "scheduled", label: "Waiting" },
  delivered: { status: "done", label: "Delivered" },
  dead: { status: "failed", label: "Dead" },
};
const idOf = (message: WebhookMessage): string => message.id;
const labelOf = (message: WebhookMessage): string => `${message.type} of ${message.createdAt}`;

/** What was sent to one endpoint, newest first; a row opens its body and attempts. */
export function WebhookLog({ webhook, onReplay }: { webhook: WebhookEndpoint; onReplay: (id: string) => void }) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const [openId, setOpenId] = useState<string | null>(null);
  const log = useInfiniteQuery(
    trpc.integrations.webhookMessages.infiniteQueryOptions(
      { webhookId: webhook.id, limit: 10 },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: 10_000 },
    ),
  );
  const rows = log.data?.pages.flatMap((page) => page.data) ?? [];
  const open = rows.find((row) => row.id === openId) ?? null;
  const columns: DataTableColumn<WebhookMessage>[] = [
    { id: "type", header: "Event", cell: (row) => <span className="font-mono text-xs">{row.type}</span> },
    { id: "state", header: "State", cell: (row) => <StatusMark {...STATES[row.state]} /> },
    { id: "at", header: "Since", cell: (row) => formatDateTime(row.createdAt, timeZone), hideBelow: "md" },
    { id: "answer", header: "Last answer", cell: (row) => answerOf(row), hideBelow: "sm" },
  ];
  return (
    <>
      <DataTable
        caption={`Log of ${webhook.description || webhook.url}`}
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowLabel={labelOf}
        loading={log.isPending}
        refetching={log.isRefetching}
        onOpenRow={(row) => setOpenId(row.id)}
        rowActions={(row) => (
          <span className="flex justify-end gap-1">
            <Button size="sm" variant="ghost" onClick={() => setOpenId(row.id)}>
              Open
            </Button>
            {row.state === "waiting" || !webhook.isEnabled ? null : (
              <Button size="sm" variant="ghost" onClick={() => onReplay(row.id)}>
                Send again
              </Button>
            )}
          </span>
        )}
        hasMore={log.hasNextPage}
        onLoadMore={() => void log.fetchNextPage()}
        loadingMore={log.isFetchingNextPage}
        empty={<p className="py-4 text-ink-2 text-sm">Nothing was sent yet. Send a test to see what it gets.</p>}
        error={
          log.isError ? (
            <ErrorState
              title="The log could not be read"
              detail={messageOf(log.error)}
              traceId={traceIdOf(log.error)}
              onRetry={() => void log.refetch()}
            />
          ) : undefined
        }
      />
      <Sheet
        open={open !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setOpenId(null))}
        title={open?.type ?? "Message"}
      >
        {open ? <Attempts message={open} timeZone={timeZone} /> : null}
      </Sheet>
    </>
  );
}

const answerOf = ({ log }: WebhookMessage): string => {
  const last = log.at(-1);
  if (!last) return "–";
  return last.status === null ? "No answer" : String(last.status);
};

function Attempts({ message, timeZone }: { message: WebhookMessage; timeZone: string }) {
  return (
    <div className="grid gap-4">
      <StatusMark {...STATES[message.state]} />
      {message.nextAt ? (
        <p className="text-ink-2 text-sm">Next attempt {formatDateTime(message.nextAt, timeZone)}</p>
      ) : null}
      <CodeBlock title={`Body of ${message.id}`} code={JSON.stringify(JSON.parse(message.body), null, 2)} />
      <h3 className="font-medium text-ink text-sm">Attempts</h3>
      <ol className="grid gap-3">
        {message.log.map((attempt) => (
          <li key={attempt.at} className="grid gap-1 border-line border-b pb-3 text-sm last:border-b-0">
            <span className="flex flex-wrap justify-between gap-2">
              <span>{formatDateTime(attempt.at, timeZone)}</span>
              <span className="text-ink-2">
                {attempt.status === null ? "No answer" : attempt.status} in {attempt.durationMs} ms
              </span>
            </span>
            {attempt.detail ? <code className="break-all font-mono text-ink-2 text-xs">{attempt.detail}</code> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
