"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef, useState } from "react";
import type { CampaignStatus } from "@/contracts/campaigns";
import type { AgainRun, RunCounts } from "@/contracts/delivery";
import type { CampaignComparison } from "@/contracts/reports";
import { AgainRuns } from "../delivery/again-runs";
import { MetricDefinitions } from "../delivery/metric-definitions";
import { RunProgress } from "../delivery/run-progress";
import { RunReport, type RunReportProps } from "../delivery/run-report";
import { RunStandingNotices } from "../delivery/run-standing";
import { UnknownDialog } from "../delivery/unknown-dialog";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatDateTime, formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { CampaignRecipients } from "./campaign-recipients";
import { CampaignStatusMark } from "./campaign-status";
import { ReportDetails } from "./report-details";
import { RetryDialog } from "./retry-dialog";
import { scheduleLine } from "./schedule-line";
import { SeriesSection } from "./series-section";
import { SkeletonPage } from "./skeleton-page";
import { useCampaignActions } from "./use-campaign-actions";

const LIVE: readonly CampaignStatus[] = ["scheduled", "preparing", "active", "paused"];

/** A launched campaign: how far it is, what came of it, and every person of its audience. */
export function CampaignReport({ campaignId }: { campaignId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const canRead = workspace.can("campaign:read");
  const query = useQuery(
    trpc.campaigns.report.queryOptions(
      { campaignId },
      {
        enabled: canRead,
        // While it is live the watch below brings the numbers.
        refetchInterval: ({ state }) => (state.data && LIVE.includes(state.data.campaign.status) ? false : 60_000),
      },
    ),
  );
  const isLive = query.data ? LIVE.includes(query.data.campaign.status) : false;
  // Once it ends, whatever stands beside the numbers is read a last time at once.
  const wasLive = useRef(false);
  useEffect(() => {
    if (wasLive.current && !isLive) void client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
    wasLive.current = isLive;
  }, [isLive, client, trpc]);
  const live = useSubscription(
    trpc.campaigns.watch.subscriptionOptions(
      { campaignId },
      {
        enabled: canRead && isLive,
        onData: (report) => client.setQueryData(trpc.campaigns.report.queryKey({ campaignId }), report),
      },
    ),
  );
  const comparison = useQuery(
    trpc.campaigns.compare.queryOptions(
      { campaignId },
      { enabled: canRead && Boolean(query.data?.counts), refetchInterval: isLive ? 10_000 : 60_000 },
    ),
  );
  if (!canRead)
    return (
      <DeniedState
        what="see campaign reports"
        permission="campaign:read"
        grantedBy={workspace.grantedBy("campaign:read")}
      />
    );
  if (query.error && !query.data)
    return (
      <ErrorState
        title="This report could not be loaded."
        detail={query.error.message}
        traceId={query.error.data?.body.error.traceId}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data) return <SkeletonPage label="Loading the report" />;
  const { campaign, counts, again, pace, standing } = query.data;
  const peopleHref = (filter: Record<string, string | undefined>) => {
    const search = new URLSearchParams(
      Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return `${workspace.href(`campaigns/${campaignId}`)}?${search}#people`;
  };
  return (
    <>
      <PageHeader
        title={campaign.name}
        mark={<CampaignStatusMark status={campaign.status} />}
        crumbs={[{ label: "Campaigns", href: workspace.href("campaigns") }, { label: campaign.name }]}
        meta={<Meta campaign={campaign} timeZone={workspace.timeZone} />}
        actions={
          <Actions
            campaignId={campaignId}
            status={campaign.status}
            hasEnded={campaign.finishedAt !== null}
            sent={counts?.accepted ?? 0}
            waiting={counts?.pending ?? 0}
            repeats={campaign.schedule.kind === "recurring"}
          />
        }
      />
      {isLive && live.status === "error" ? (
        <Notice tone="warning" title="The live view lost its connection" live>
          The numbers stand as they were last seen; it reconnects by itself.
        </Notice>
      ) : null}
      {campaign.status === "scheduled" && campaign.dueAt ? (
        <Notice tone="info" title={`Goes out ${formatDateTime(campaign.dueAt, workspace.timeZone)}`} live>
          {campaign.schedule.kind === "recurring"
            ? `${scheduleLine(campaign.schedule, workspace.timeZone)}.`
            : "Until then it can be taken back to draft."}
        </Notice>
      ) : null}
      {campaign.schedule.kind === "local" && isLive && campaign.status !== "scheduled" ? (
        <Notice tone="info" title={`Each person gets it ${scheduleLine(campaign.schedule, workspace.timeZone)}`}>
          Until the clocks of the last time zone get there, some people are still to come.
        </Notice>
      ) : null}
      {campaign.schedule.kind === "recurring" ? (
        <SeriesSection campaignId={campaignId} isScheduled={campaign.status === "scheduled"} />
      ) : counts ? (
        <>
          {isLive ? (
            <RunStandingNotices
              standing={standing}
              isPaused={campaign.status === "paused"}
              timeZone={workspace.timeZone}
            />
          ) : null}
          {isLive ? <RunProgress counts={counts} pace={pace} isPaused={campaign.status === "paused"} /> : null}
          <div className="pt-5">
            <Outcome
              campaignId={campaignId}
              counts={counts}
              comparison={comparison.data}
              again={again}
              peopleHref={peopleHref}
            />
          </div>
          <ReportDetails campaignId={campaignId} isLive={isLive} delivered={counts.delivered} />
          <Section
            title="People"
            description={`${counts.audience === 1 ? "1 person" : `${formatNumber(counts.audience)} people`} of the audience, one line each.`}
          >
            <CampaignRecipients
              campaignId={campaignId}
              campaignName={campaign.name}
              isLive={isLive}
              reasons={counts.skips.map((skip) => skip.reason)}
            />
          </Section>
          <MetricDefinitions />
        </>
      ) : campaign.status === "draft" ? (
        <Notice
          tone="info"
          title="This campaign is a draft"
          actions={
            <Button asChild>
              <a href={workspace.href(`campaigns/${campaignId}/edit`)}>Open it</a>
            </Button>
          }
        >
          Its report begins when it is sent.
        </Notice>
      ) : (
        <p className="pt-4 text-ink-2 text-sm" role="status">
          Nothing has been sent yet.
        </p>
      )}
    </>
  );
}

function Meta({
  campaign,
  timeZone,
}: {
  campaign: { launchedAt: string | null; finishedAt: string | null; isDemo: boolean };
  timeZone: string;
}) {
  return (
    <>
      {campaign.launchedAt ? <span>Launched {formatDateTime(campaign.launchedAt, timeZone)}</span> : null}
      {campaign.finishedAt ? <span>Ended {formatDateTime(campaign.finishedAt, timeZone)}</span> : null}
      {campaign.isDemo ? <span>Demo data</span> : null}
    </>
  );
}

function Actions({
  campaignId,
  status,
  hasEnded,
  sent,
  waiting,
  repeats,
}: {
  campaignId: string;
  status: CampaignStatus;
  hasEnded: boolean;
  sent: number;
  waiting: number;
  repeats: boolean;
}) {
  const workspace = useWorkspace();
  const actions = useCampaignActions();
  const [stopping, setStopping] = useState(false);
  const target = { campaignId };
  const mayLaunch = workspace.can("campaign:launch");
  return (
    <>
      {workspace.can("campaign:create") ? (
        <Button onClick={() => actions.duplicate.mutate(target)} loading={actions.duplicate.isPending}>
          Duplicate
        </Button>
      ) : null}
      {workspace.can("campaign:create") && status !== "draft" && status !== "scheduled" ? (
        <Button onClick={() => actions.sendAgain.mutate(target)} loading={actions.sendAgain.isPending}>
          Send again
        </Button>
      ) : null}
      {workspace.can("campaign:create") && hasEnded && sent > 0 ? (
        <Button loading={actions.writeToSilent.isPending} onClick={() => actions.writeToSilent.mutate(target)}>
          Write to non-clickers
        </Button>
      ) : null}
      {mayLaunch && status === "scheduled" ? (
        <Button loading={actions.unschedule.isPending} onClick={() => actions.unschedule.mutate(target)}>
          Take back to draft
        </Button>
      ) : null}
      {mayLaunch && (["preparing", "active", "paused"].includes(status) || (repeats && status === "scheduled")) ? (
        <Button variant="destructive" onClick={() => setStopping(true)}>
          Stop for good…
        </Button>
      ) : null}
      {mayLaunch && (status === "active" || status === "preparing") ? (
        <Button variant="primary" loading={actions.pause.isPending} onClick={() => actions.pause.mutate(target)}>
          Pause
        </Button>
      ) : null}
      {mayLaunch && status === "paused" ? (
        <Button variant="primary" loading={actions.resume.isPending} onClick={() => actions.resume.mutate(target)}>
          Resume
        </Button>
      ) : null}
      <ConfirmDialog
        open={stopping}
        onOpenChange={setStopping}
        title="Stop this campaign for good?"
        description={
          repeats
            ? "No more of them start, and it cannot be started again. What is on its way already goes on."
            : `${sent === 1 ? "1 message has" : `${formatNumber(sent)} messages have`} left. The other ${waiting === 1 ? "person" : `${formatNumber(waiting)} people`} will not get it, and it cannot be started again.`
        }
        confirmLabel="Stop for good"
        destructive
        onConfirm={() => {
          actions.terminate.mutate(target);
          setStopping(false);
        }}
      />
    </>
  );
}

/** The numbers, and what a member may do about those in doubt. */
function Outcome({
  campaignId,
  counts,
  comparison,
  again,
  peopleHref,
}: {
  campaignId: string;
  counts: RunCounts;
  comparison: CampaignComparison | undefined;
  again: readonly AgainRun[];
  peopleHref: RunReportProps["peopleHref"];
}) {
  const workspace = useWorkspace();
  const actions = useCampaignActions();
  const [deciding, setDeciding] = useState(false);
  const [retrying, setRetrying] = useState(false);
  const mayLaunch = workspace.can("campaign:launch");
  return (
    <>
      <RunReport
        counts={counts}
        comparison={comparison}
        peopleHref={peopleHref}
        onDecide={mayLaunch ? () => setDeciding(true) : undefined}
        onRetry={mayLaunch ? () => setRetrying(true) : undefined}
      />
      <RetryDialog campaignId={campaignId} open={retrying} onClose={() => setRetrying(false)} />
      <AgainRuns
        runs={again}
        timeZone={workspace.timeZone}
        busy={actions.resumeAgain.isPending}
        onResume={mayLaunch ? (runId) => actions.resumeAgain.mutate({ campaignId, runId }) : undefined}
      />
      <UnknownDialog
        open={deciding}
        onOpenChange={setDeciding}
        people={counts.unknown - counts.sentAgain}
        busy={actions.decideUnknown.isPending}
        onDecide={(decision, note) =>
          actions.decideUnknown.mutate({ campaignId, decision, note }, { onSuccess: () => setDeciding(false) })
        }
      />
    </>
  );
}
