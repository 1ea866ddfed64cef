"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PROVIDER_LABELS, type ProviderKind, type ProviderSettings } from "@/contracts/channels";
import type { ProviderLimits } from "@/contracts/throttles";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { LimitsDialog } from "./limits-dialog";
import { ProviderDialog } from "./provider-dialog";
import { ProviderHealth } from "./provider-health";
import { TestSendDialog } from "./test-send-dialog";

export type ProviderItem = {
  id: string;
  kind: ProviderKind;
  name: string;
  settings: ProviderSettings;
  fromEmail: string;
  fromName: string;
  isDefault: boolean;
  hasSecret: boolean;
  hasWebhookSecret: boolean;
  webhookPath: string;
  limits: ProviderLimits;
};

const NONE: ProviderItem[] = [];
const idOf = (provider: ProviderItem): string => provider.id;
const labelOf = (provider: ProviderItem): string => provider.name;
const COLUMNS: DataTableColumn<ProviderItem>[] = [
  {
    id: "name",
    header: "Name",
    cell: (provider) => (
      <span className="inline-flex items-center gap-2">
        <span className="font-medium text-ink">{provider.name}</span>
        {provider.isDefault ? <Badge>Default</Badge> : null}
      </span>
    ),
  },
  { id: "kind", header: "Kind", cell: (provider) => PROVIDER_LABELS[provider.kind], hideBelow: "sm" },
  {
    id: "from",
    header: "Sends as",
    cell: (provider) => `${provider.fromName} <${provider.fromEmail}>`,
    hideBelow: "md",
  },
];

export function ProviderList() {
  return (
    <RequirePermission permission="provider:read" what="providers">
      <Providers />
    </RequirePermission>
  );
}

type Open =
  | { what: "edit"; provider: ProviderItem | null }
  | { what: "test" | "delete" | "limits"; provider: ProviderItem }
  | null;

function Providers() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { can, timeZone } = useWorkspace();
  const [open, setOpen] = useState<Open>(null);
  const list = useQuery(trpc.channels.listProviders.queryOptions({}));
  const states = useQuery(trpc.delivery.providerStates.queryOptions({}, { refetchInterval: 15_000 }));
  const columns: DataTableColumn<ProviderItem>[] = [
    ...COLUMNS,
    {
      id: "health",
      header: "State",
      cell: (provider) => (
        <ProviderHealth
          state={states.data?.data.find((state) => state.providerId === provider.id)}
          limits={provider.limits}
          timeZone={timeZone}
        />
      ),
    },
  ];
  const refresh = () => client.invalidateQueries({ queryKey: trpc.channels.listProviders.queryKey() });
  const outcome = (done: string) => ({
    onSuccess: () => {
      toast(done);
      setOpen(null);
      return refresh();
    },
    onError: (error: unknown) => toast.error(messageOf(error)),
  });
  const setDefault = useMutation(trpc.channels.setDefaultProvider.mutationOptions(outcome("Default changed")));
  const remove = useMutation(trpc.channels.deleteProvider.mutationOptions(outcome("Provider removed")));
  const mayManage = can("provider:manage");
  const close = (isOpen: boolean) => (isOpen ? undefined : setOpen(null));
  return (
    <>
      <PageHeader
        title="Providers"
        meta={<span>The roads messages leave by. The Local Inbox keeps them here.</span>}
        actions={
          mayManage ? (
            <Button variant="primary" onClick={() => setOpen({ what: "edit", provider: null })}>
              Add provider
            </Button>
          ) : undefined
        }
      />
      <DataTable
        caption="Providers"
        columns={columns}
        rows={list.data?.data ?? NONE}
        rowId={idOf}
        rowLabel={labelOf}
        loading={list.isPending}
        refetching={list.isRefetching}
        rowActions={(provider) => (
          <span className="flex flex-wrap justify-end gap-1">
            {can("content:write") ? (
              <Button size="sm" variant="ghost" onClick={() => setOpen({ what: "test", provider })}>
                Test
              </Button>
            ) : null}
            {mayManage && provider.kind !== "local" ? (
              <Button size="sm" variant="ghost" onClick={() => setOpen({ what: "edit", provider })}>
                Edit
              </Button>
            ) : null}
            {mayManage ? (
              <Button size="sm" variant="ghost" onClick={() => setOpen({ what: "limits", provider })}>
                Limits
              </Button>
            ) : null}
            {mayManage && !provider.isDefault ? (
              <Button size="sm" variant="ghost" onClick={() => setDefault.mutate({ providerId: provider.id })}>
                Make default
              </Button>
            ) : null}
            {mayManage && !provider.isDefault && provider.kind !== "local" ? (
              <Button size="sm" variant="ghost" onClick={() => setOpen({ what: "delete", provider })}>
                Remove
              </Button>
            ) : null}
          </span>
        )}
        error={
          list.isError ? (
            <ErrorState
              title="The providers could not be read"
              detail={messageOf(list.error)}
              traceId={traceIdOf(list.error)}
              onRetry={() => void list.refetch()}
            />
          ) : undefined
        }
      />
      {open?.what === "edit" ? (
        <ProviderDialog
          provider={open.provider}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            void refresh();
          }}
        />
      ) : null}
      {open?.what === "limits" ? (
        <LimitsDialog
          provider={open.provider}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            toast("Limits saved");
            void refresh();
            void states.refetch();
          }}
        />
      ) : null}
      {open?.what === "test" ? <TestSendDialog provider={open.provider} onClose={() => setOpen(null)} /> : null}
      <ConfirmDialog
        open={open?.what === "delete"}
        onOpenChange={close}
        title={`Remove “${open?.provider?.name ?? ""}”?`}
        description="Campaigns that are being sent over it are paused with the reason. Messages it has taken stay in the reports."
        confirmLabel="Remove provider"
        destructive
        busy={remove.isPending}
        onConfirm={() => open?.provider && remove.mutate({ providerId: open.provider.id })}
      />
    </>
  );
}
