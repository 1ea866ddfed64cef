"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WebhookEndpoint } from "@/contracts/webhooks";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { SecretDialog, WebhookDialog } from "./webhook-dialog";
import { WebhookSection } from "./webhook-section";

type Open =
  | { what: "edit"; webhook: WebhookEndpoint | null }
  | { what: "remove"; webhook: WebhookEndpoint }
  | { what: "secret"; secret: string; isNew: boolean }
  | null;

/** Settings › Webhooks: who hears what happens here, and what became of each message. */
export function WebhookList() {
  return (
    <RequirePermission permission="apikey:manage" what="webhooks">
      <Webhooks />
    </RequirePermission>
  );
}

function Webhooks() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const list = useQuery(trpc.integrations.listWebhooks.queryOptions({}));
  const refresh = () => client.invalidateQueries({ queryKey: trpc.integrations.pathKey() });
  const remove = useMutation(
    trpc.integrations.deleteWebhook.mutationOptions({
      onSuccess: () => {
        toast("Webhook removed");
        setOpen(null);
        return refresh();
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const webhooks = list.data?.data;
  return (
    <>
      <PageHeader
        title="Webhooks"
        meta={<span>Signed as Standard Webhooks says, and tried for a day.</span>}
        actions={
          <Button variant="primary" onClick={() => setOpen({ what: "edit", webhook: null })}>
            Add webhook
          </Button>
        }
      />
      {list.isError ? (
        <ErrorState
          title="The webhooks could not be read"
          detail={messageOf(list.error)}
          traceId={traceIdOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.isPending ? <Skeleton className="h-60 w-full" /> : null}
      {webhooks?.length === 0 ? (
        <EmptyState
          title="Nobody is told yet"
          description="Add an address of your own program. It gets a signed call for each event you choose."
          columns={["Event", "Time", "Answer"]}
          ghostRow={["campaign.completed", "10:42", "200"]}
        />
      ) : null}
      {webhooks?.map((webhook) => (
        <WebhookSection
          key={webhook.id}
          webhook={webhook}
          onChanged={refresh}
          onEdit={() => setOpen({ what: "edit", webhook })}
          onRemove={() => setOpen({ what: "remove", webhook })}
          onSecret={(secret) => setOpen({ what: "secret", secret, isNew: false })}
        />
      ))}
      {open?.what === "edit" ? (
        <WebhookDialog
          webhook={open.webhook}
          onClose={() => setOpen(null)}
          onSaved={(secret) => {
            setOpen(secret ? { what: "secret", secret, isNew: true } : null);
            void refresh();
          }}
        />
      ) : null}
      {open?.what === "secret" ? (
        <SecretDialog secret={open.secret} isNew={open.isNew} onClose={() => setOpen(null)} />
      ) : null}
      <ConfirmDialog
        open={open?.what === "remove"}
        onOpenChange={(isOpen) => (isOpen ? undefined : setOpen(null))}
        title="Remove this webhook?"
        description="Nothing more is sent to it. Its messages and their log are deleted."
        confirmLabel="Remove webhook"
        destructive
        busy={remove.isPending}
        onConfirm={() => open?.what === "remove" && remove.mutate({ webhookId: open.webhook.id })}
      />
    </>
  );
}
