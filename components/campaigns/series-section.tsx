"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { CampaignStatusMark } from "./campaign-status";

/** A campaign that repeats: what comes, with the way to leave the next one out, and what became of the others. */
export function SeriesSection({ campaignId, isScheduled }: { campaignId: string; isScheduled: boolean }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const workspace = useWorkspace();
  const series = useQuery(trpc.campaigns.series.queryOptions({ campaignId }, { refetchInterval: 30_000 }));
  const skip = useMutation(
    trpc.campaigns.skipOccurrence.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() }),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  if (series.error)
    return (
      <ErrorState
        title="The times could not be loaded."
        detail={messageOf(series.error)}
        onRetry={() => void series.refetch()}
      />
    );
  if (series.isPending) return <Skeleton className="mt-5 h-24 w-full" />;
  if (!series.data) return null;
  const { next, past } = series.data;
  const [first] = next;
  return (
    <>
      <Section
        title="What comes"
        description="Each of them is a campaign of its own, with its own people and its own report."
        actions={
          isScheduled && first && workspace.can("campaign:launch") ? (
            <Button size="sm" loading={skip.isPending} onClick={() => skip.mutate({ campaignId, at: first })}>
              Skip the next one
            </Button>
          ) : null
        }
      >
        {next.length === 0 ? (
          <p className="text-ink-2 text-sm">Nothing more comes.</p>
        ) : (
          <ol className="type-dense grid gap-1.5 text-sm">
            {next.map((at) => (
              <li key={at}>
                <time dateTime={at}>{formatDateTime(at, workspace.timeZone)}</time>
              </li>
            ))}
          </ol>
        )}
      </Section>
      <Section title="What was">
        {past.length === 0 ? (
          <p className="text-ink-2 text-sm">None of its times has come yet.</p>
        ) : (
          <ul className="grid">
            {past.map(({ at, outcome, by, campaign }) => (
              <li key={at} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2 text-sm">
                <time dateTime={at} className="type-dense w-40">
                  {formatDateTime(at, workspace.timeZone)}
                </time>
                {campaign ? (
                  <>
                    <a
                      className="min-w-0 truncate font-medium hover:underline"
                      href={workspace.href(`campaigns/${campaign.id}`)}
                    >
                      {campaign.name}
                    </a>
                    <CampaignStatusMark status={campaign.status} />
                  </>
                ) : (
                  <span className="text-ink-2">
                    {outcome === "skipped" ? `Skipped${by ? ` by ${by}` : ""}` : "Missed: Carillon was not running"}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
