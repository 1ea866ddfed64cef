"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { RunCounts } from "@/contracts/delivery";
import type { HomeCampaign } from "@/contracts/home";
import { CampaignStatusMark } from "../campaigns/campaign-status";
import { useCampaignActions } from "../campaigns/use-campaign-actions";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { formatDate, formatNumber, formatPercent } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { Stat, StatRow } from "../ui/stat";

/** What came of the last campaign that ended: the same numbers its report shows, machines left out of clicks. */
export function LastResult({ campaign }: { campaign: HomeCampaign | null }) {
  const { can, href, timeZone } = useWorkspace();
  const actions = useCampaignActions();
  if (!campaign)
    return (
      <Section title="Last sent" layout="aside">
        <p className="text-ink-2 text-sm">
          Nothing has been sent yet. The result of your last campaign will stand here.
        </p>
      </Section>
    );
  return (
    <Section
      title="Last sent"
      layout="aside"
      description={campaign.finishedAt ? `Ended ${formatDate(campaign.finishedAt, timeZone)}` : undefined}
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Link href={href(`campaigns/${campaign.id}`)} className="font-medium text-base text-ink hover:underline">
            {campaign.name}
          </Link>
          <span className="flex items-center gap-4">
            <CampaignStatusMark status={campaign.status} />
            {can("campaign:create") ? (
              <Button
                size="sm"
                loading={actions.sendAgain.isPending}
                onClick={() => actions.sendAgain.mutate({ campaignId: campaign.id })}
              >
                Send again
              </Button>
            ) : null}
          </span>
        </div>
        <Result campaignId={campaign.id} />
      </div>
    </Section>
  );
}

function Result({ campaignId }: { campaignId: string }) {
  const trpc = useTRPC();
  const { href } = useWorkspace();
  const report = useQuery(trpc.campaigns.report.queryOptions({ campaignId }, { refetchInterval: 60_000 }));
  const counts = report.data?.counts;
  if (report.isError && !counts)
    return (
      <ErrorState
        title="Its result could not be read"
        detail={messageOf(report.error)}
        traceId={traceIdOf(report.error)}
        onRetry={() => void report.refetch()}
        retrying={report.isFetching}
      />
    );
  if (!counts) return <Skeleton className="h-14 w-full" />;
  const people = `${href(`campaigns/${campaignId}`)}#people`;
  return (
    <StatRow>
      <Stat label="Sent" value={formatNumber(counts.accepted)} note={skippedNote(counts)} href={people} />
      <Stat
        label="Clicked, people"
        value={formatNumber(counts.clicks.human)}
        note={share(counts.clicks.human, counts)}
      />
      <Stat label="Unsubscribed" value={formatNumber(counts.unsubscribes)} note={share(counts.unsubscribes, counts)} />
    </StatRow>
  );
}

const share = (people: number, { delivered }: RunCounts): string =>
  delivered > 0 ? `${formatPercent(people / delivered)} of delivered` : "nothing was delivered";

const skippedNote = ({ audience, accepted }: RunCounts): string =>
  audience === accepted ? "everyone meant" : `of ${formatNumber(audience)} meant`;
