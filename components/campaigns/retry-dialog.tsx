"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers/app-providers";
import { ConfirmDialog } from "../ui/alert-dialog";
import { formatNumber } from "../ui/format";
import { useCampaignActions } from "./use-campaign-actions";

type Props = { campaignId: string; open: boolean; onClose: () => void };

/** Says how many failed messages another try can help before anybody tries. */
export function RetryDialog({ campaignId, open, onClose }: Props) {
  const trpc = useTRPC();
  const actions = useCampaignActions();
  const query = useQuery(
    trpc.campaigns.retryable.queryOptions({ campaignId }, { enabled: open, refetchOnMount: "always" }),
  );
  const people = query.data?.people;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={
        people === undefined
          ? "Try failed messages again?"
          : `Try ${people === 1 ? "1 failed message" : `${formatNumber(people)} failed messages`} again?`
      }
      description={
        people === 0
          ? "None can be tried again: they were tried already, or the addresses are dead or may not be written to any more."
          : "They go out in a sending of their own, each once. Dead addresses and people who opted out are left out, and so are messages that may have arrived."
      }
      confirmLabel={people === 0 ? "Close" : "Try again"}
      busy={actions.retryFailed.isPending || query.isPending}
      onConfirm={() => (people === 0 ? onClose() : actions.retryFailed.mutate({ campaignId }, { onSettled: onClose }))}
    />
  );
}
