"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import type { AuditEntry } from "@/contracts/access";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Select } from "../ui/select";
import { summaryOf } from "./audit-changes";
import { AuditCheck } from "./audit-check";
import { AuditPeek } from "./audit-peek";

const ENTITIES = [
  { value: "all", label: "Everything" },
  { value: "campaign", label: "Campaigns" },
  { value: "contact", label: "Contacts" },
  { value: "import", label: "Imports" },
  { value: "segment", label: "Segments" },
  { value: "template", label: "Templates" },
  { value: "provider", label: "Sending" },
  { value: "workspace", label: "Workspace" },
  { value: "member", label: "Members" },
  { value: "invitation", label: "Invitations" },
  { value: "role", label: "Roles" },
  { value: "apiKey", label: "API keys" },
  { value: "ssoConnection", label: "Single sign-on" },
];
const PAGE = 50;
const idOf = (entry: AuditEntry) => entry.id;

const columnsIn = (timeZone: string): DataTableColumn<AuditEntry>[] => [
  { id: "what", header: "What", cell: (entry) => <code className="font-mono text-xs">{entry.action}</code> },
  { id: "who", header: "Who", cell: (entry) => entry.actor.name },
  { id: "at", header: "When", width: "13rem", cell: (entry) => formatDateTime(entry.at, timeZone) },
  {
    id: "entity",
    header: "Which",
    hideBelow: "md",
    cell: (entry) => <code className="font-mono text-ink-2 text-xs">{entry.entityId ?? entry.entityType}</code>,
  },
  {
    id: "changes",
    header: "Changes",
    hideBelow: "lg",
    cell: (entry) => <span title={summaryOf(entry)}>{summaryOf(entry)}</span>,
  },
];

export function AuditLog() {
  return (
    <>
      <PageHeader title="Audit log" />
      <RequirePermission permission="audit:read" what="The audit log">
        <Entries />
      </RequirePermission>
    </>
  );
}

function Entries() {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const [entity, setEntity] = useQueryState("entity", parseAsString.withDefault("all"));
  const filter = entity === "all" ? {} : { entityType: entity };
  const log = useInfiniteQuery(
    trpc.access.audit.infiniteQueryOptions(
      { limit: PAGE, ...filter },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const [peeked, setPeeked] = useState<AuditEntry | null>(null);
  const rows = useMemo(() => log.data?.pages.flatMap((page) => page.data) ?? [], [log.data]);
  const columns = useMemo(() => columnsIn(timeZone), [timeZone]);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <Select
          className="w-60"
          options={ENTITIES}
          value={entity}
          onValueChange={(value) => void setEntity(value)}
          aria-label="Show"
        />
        <AuditCheck />
      </div>
      <DataTable
        caption="Audit log"
        density="compact"
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowLabel={(entry) => `${entry.action} by ${entry.actor.name}`}
        onOpenRow={setPeeked}
        onPeekRow={setPeeked}
        loading={log.isPending}
        refetching={log.isRefetching && !log.isFetchingNextPage}
        hasMore={log.hasNextPage}
        onLoadMore={() => void log.fetchNextPage()}
        loadingMore={log.isFetchingNextPage}
        empty={
          entity === "all" ? (
            <EmptyState
              title="Every change is written here, with who made it."
              columns={["What", "Who", "When"]}
              ghostRow={["campaign.launch", "Ada", "21 Nov 2026, 09:00"]}
            />
          ) : (
            <NoMatches what="entries" onClear={<Button onClick={() => void setEntity(null)}>Show everything</Button>} />
          )
        }
        error={
          log.isError ? (
            <ErrorState
              title="The audit log could not be read"
              detail={messageOf(log.error)}
              traceId={traceIdOf(log.error)}
              onRetry={() => void log.refetch()}
            />
          ) : undefined
        }
      />
      <AuditPeek entry={peeked} onClose={() => setPeeked(null)} />
    </>
  );
}
