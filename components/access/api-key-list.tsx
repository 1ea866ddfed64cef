"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ApiKey } from "@/contracts/access";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";
import { CreateApiKey } from "./create-api-key";

const idOf = (key: ApiKey) => key.id;
const NONE: ApiKey[] = [];

function stateOf(key: ApiKey) {
  if (key.revokedAt) return <StatusMark status="failed" label="Revoked" />;
  if (key.expiresAt && new Date(key.expiresAt) <= new Date()) return <StatusMark status="paused" label="Expired" />;
  return <StatusMark status="done" label="In use" />;
}

const columnsIn = (timeZone: string): DataTableColumn<ApiKey>[] => [
  { id: "name", header: "Name", cell: (key) => <span className="font-medium text-ink">{key.name}</span> },
  { id: "hint", header: "Key", hideBelow: "sm", cell: (key) => <code className="font-mono text-xs">{key.hint}</code> },
  { id: "state", header: "Status", cell: stateOf },
  { id: "scopes", header: "Permissions", align: "end", hideBelow: "md", cell: (key) => key.scopes.length },
  { id: "by", header: "Created by", hideBelow: "lg", cell: (key) => key.createdBy ?? "The operator" },
  {
    id: "used",
    header: "Last used",
    hideBelow: "sm",
    cell: (key) => (key.lastUsedAt ? <RelativeTime value={key.lastUsedAt} timeZone={timeZone} /> : "Never"),
  },
  {
    id: "expires",
    header: "Expires",
    hideBelow: "lg",
    cell: (key) => (key.expiresAt ? <RelativeTime value={key.expiresAt} timeZone={timeZone} /> : "Never"),
  },
];

export function ApiKeyList() {
  return (
    <RequirePermission permission="apikey:manage" what="API keys">
      <ApiKeys />
    </RequirePermission>
  );
}

function ApiKeys() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { timeZone } = useWorkspace();
  const keys = useQuery(trpc.access.apiKeys.queryOptions({}));
  const [isCreating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const columns = useMemo(() => columnsIn(timeZone), [timeZone]);
  const revoke = useMutation(
    trpc.access.revokeApiKey.mutationOptions({
      onSuccess: () => {
        toast("Key revoked");
        setDoomed(null);
        return queryClient.invalidateQueries({ queryKey: trpc.access.apiKeys.queryKey() });
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  return (
    <>
      <PageHeader
        title="API keys"
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            Create key
          </Button>
        }
      />
      <DataTable
        caption="API keys"
        columns={columns}
        rows={keys.data?.data ?? NONE}
        rowId={idOf}
        rowLabel={(key) => key.name}
        loading={keys.isPending}
        refetching={keys.isRefetching}
        rowActions={(key) =>
          key.revokedAt ? null : (
            <Button size="sm" variant="ghost" onClick={() => setDoomed(key)} aria-label={`Revoke ${key.name}`}>
              Revoke
            </Button>
          )
        }
        empty={
          <EmptyState
            title="Keys let your own programs use the API."
            columns={["Name", "Key", "Last used"]}
            ghostRow={["Website", "sk_AbCd…WxYz", "Never"]}
            action={<Button onClick={() => setCreating(true)}>Create key</Button>}
          />
        }
        error={
          keys.isError ? (
            <ErrorState
              title="The keys could not be read"
              detail={messageOf(keys.error)}
              traceId={traceIdOf(keys.error)}
              onRetry={() => void keys.refetch()}
            />
          ) : undefined
        }
      />
      <CreateApiKey open={isCreating} onOpenChange={setCreating} />
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={(open) => (open ? undefined : setDoomed(null))}
        title={`Revoke “${doomed?.name ?? ""}”?`}
        description="Programs that use this key are refused from this moment. This cannot be taken back."
        confirmLabel="Revoke key"
        destructive
        busy={revoke.isPending}
        onConfirm={() => doomed && revoke.mutate({ id: doomed.id })}
      />
    </>
  );
}
