"use client";

import { useMutation } from "@tanstack/react-query";
import type { WebhookEndpoint } from "@/contracts/webhooks";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";
import { WebhookLog } from "./webhook-log";

type Props = {
  webhook: WebhookEndpoint;
  onChanged: () => Promise<void>;
  onEdit: () => void;
  onRemove: () => void;
  onSecret: (secret: string) => void;
};

/** One endpoint: whether it hears, what it hears, and its log. */
export function WebhookSection({ webhook, onChanged, onEdit, onRemove, onSecret }: Props) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const onError = (error: unknown) => toast.error(messageOf(error));
  const test = useMutation(
    trpc.integrations.testWebhook.mutationOptions({
      onSuccess: ({ isDelivered, status, detail }) => {
        if (isDelivered) toast(`The receiver answered ${status}`);
        else toast.error(status === null ? detail : `The receiver answered ${status}`);
        return onChanged();
      },
      onError,
    }),
  );
  const rotate = useMutation(
    trpc.integrations.rotateWebhookSecret.mutationOptions({
      onSuccess: ({ secret }) => {
        onSecret(secret);
        return onChanged();
      },
      onError,
    }),
  );
  const update = useMutation(trpc.integrations.updateWebhook.mutationOptions({ onSuccess: onChanged, onError }));
  const replay = useMutation(
    trpc.integrations.replayWebhooks.mutationOptions({
      onSuccess: ({ replayed }) => {
        toast(replayed === 1 ? "One message is sent again" : `${replayed} messages are sent again`);
        return onChanged();
      },
      onError,
    }),
  );
  const target = { webhookId: webhook.id };
  const mark = !webhook.isEnabled
    ? ({ status: "paused", label: "Switched off" } as const)
    : webhook.failingSince
      ? ({ status: "failed", label: "Failing" } as const)
      : ({ status: "done", label: "On" } as const);
  return (
    <Section
      title={webhook.description || new URL(webhook.url).hostname}
      description={
        <span className="grid gap-1">
          <span className="break-all font-mono text-xs">{webhook.url}</span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusMark {...mark} />
            <span>{webhook.waiting} waiting</span>
            <span>{webhook.dead} dead</span>
            {webhook.oldSecretUntil ? (
              <span>
                Old secret signs until <RelativeTime value={webhook.oldSecretUntil} timeZone={timeZone} />
              </span>
            ) : null}
          </span>
          <span className="font-mono text-xs">{webhook.eventTypes.join(", ")}</span>
        </span>
      }
      actions={
        <span className="flex flex-wrap gap-1">
          <Button size="sm" loading={test.isPending} onClick={() => test.mutate(target)}>
            Send a test
          </Button>
          <Button size="sm" variant="ghost" onClick={onEdit}>
            Edit
          </Button>
          <Button size="sm" variant="ghost" loading={rotate.isPending} onClick={() => rotate.mutate(target)}>
            New secret
          </Button>
          <Button
            size="sm"
            variant="ghost"
            loading={update.isPending}
            onClick={() => update.mutate({ ...target, isEnabled: !webhook.isEnabled })}
          >
            {webhook.isEnabled ? "Switch off" : "Switch on"}
          </Button>
          <Button size="sm" variant="ghost" onClick={onRemove}>
            Remove
          </Button>
        </span>
      }
    >
      {webhook.disabledReason ? (
        <Notice tone="danger" title="This webhook was switched off" className="mb-4">
          {webhook.disabledReason} Mend the receiver, then switch it on; what waited is sent.
        </Notice>
      ) : null}
      {webhook.dead > 0 && webhook.isEnabled ? (
        <Notice
          tone="warning"
          title={
            webhook.dead === 1 ? "One message did not get through" : `${webhook.dead} messages did not get through`
          }
          className="mb-4"
          actions={
            <Button size="sm" loading={replay.isPending} onClick={() => replay.mutate(target)}>
              Send all again
            </Button>
          }
        >
          Every attempt of a day failed. They are kept until you send them again.
        </Notice>
      ) : null}
      <WebhookLog webhook={webhook} onReplay={(id) => replay.mutate({ ...target, messageIds: [id] })} />
    </Section>
  );
}
