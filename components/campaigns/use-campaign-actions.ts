"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { formatNumber } from "../ui/format";
import { toast } from "../ui/toast";

/** Everything that can be done to a campaign as a whole; each refreshes what shows it and says what went wrong. */
export function useCampaignActions() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const workspace = useWorkspace();
  const refresh = () => client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
  const onError = (error: unknown) => toast.error(messageOf(error));
  const shared = { onSuccess: refresh, onError };
  return {
    create: useMutation(
      trpc.campaigns.create.mutationOptions({
        onError,
        onSuccess: (campaign) => {
          void refresh();
          router.push(workspace.href(`campaigns/${campaign.id}/edit`));
        },
      }),
    ),
    duplicate: useMutation(
      trpc.campaigns.duplicate.mutationOptions({
        onError,
        onSuccess: (campaign) => {
          void refresh();
          router.push(workspace.href(`campaigns/${campaign.id}/edit`));
        },
      }),
    ),
    /** A week after the last time, straight to its Review. */
    sendAgain: useMutation(
      trpc.campaigns.sendAgain.mutationOptions({
        onError,
        onSuccess: (campaign) => {
          void refresh();
          router.push(workspace.href(`campaigns/${campaign.id}/edit?step=review`));
        },
      }),
    ),
    /** A draft for those who stayed silent, to be given a new subject. */
    writeToSilent: useMutation(
      trpc.campaigns.writeToSilent.mutationOptions({
        onError,
        onSuccess: (campaign) => {
          void refresh();
          router.push(workspace.href(`campaigns/${campaign.id}/edit`));
        },
      }),
    ),
    retryFailed: useMutation(
      trpc.campaigns.retryFailed.mutationOptions({
        onError,
        onSuccess: ({ people }) => {
          void refresh();
          toast.success(`${people === 1 ? "1 message" : `${formatNumber(people)} messages`} on the way again`);
        },
      }),
    ),
    tag: useMutation(
      trpc.campaigns.tag.mutationOptions({
        onError,
        onSuccess: ({ changed }) => {
          void refresh();
          if (changed > 0)
            toast.success(changed === 1 ? "Tags saved" : `Tags of ${formatNumber(changed)} campaigns saved`);
        },
      }),
    ),
    remove: useMutation(trpc.campaigns.delete.mutationOptions(shared)),
    archive: useMutation(trpc.campaigns.archive.mutationOptions(shared)),
    unarchive: useMutation(trpc.campaigns.unarchive.mutationOptions(shared)),
    pause: useMutation(trpc.campaigns.pause.mutationOptions(shared)),
    resume: useMutation(trpc.campaigns.resume.mutationOptions(shared)),
    terminate: useMutation(trpc.campaigns.terminate.mutationOptions(shared)),
    resumeAgain: useMutation(trpc.campaigns.resumeAgain.mutationOptions(shared)),
    decideUnknown: useMutation(
      trpc.campaigns.decideUnknown.mutationOptions({
        onError,
        onSuccess: ({ people }, { decision }) => {
          void refresh();
          const messages = people === 1 ? "1 message" : `${formatNumber(people)} messages`;
          toast.success(decision === "send_again" ? `${messages} on the way again` : `Decided about ${messages}`);
        },
      }),
    ),
    unschedule: useMutation(trpc.campaigns.unschedule.mutationOptions(shared)),
    schedule: useMutation(trpc.campaigns.schedule.mutationOptions(shared)),
  };
}
