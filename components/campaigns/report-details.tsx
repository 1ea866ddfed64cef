"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { TIMELINE_STEPS } from "@/contracts/reports";
import { ClickMap } from "../delivery/click-map";
import { ReportTimeline } from "../delivery/report-timeline";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

const WHILE_LIVE_MS = 5000;
const AFTERWARDS_MS = 60_000;

type Props = { campaignId: string; isLive: boolean; delivered: number };

/** The course of a sending and what came of its links, read again while anything can still change. */
export function ReportDetails({ campaignId, isLive, delivered }: Props) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const [step, setStep] = useQueryState("step", parseAsStringLiteral(TIMELINE_STEPS));
  const refetchInterval = isLive ? WHILE_LIVE_MS : AFTERWARDS_MS;
  const timeline = useQuery(
    trpc.campaigns.timeline.queryOptions(
      { campaignId, step: step ?? undefined },
      { refetchInterval, placeholderData: (previous) => previous },
    ),
  );
  const links = useQuery(trpc.campaigns.links.queryOptions({ campaignId }, { refetchInterval }));
  return (
    <>
      <Section title="Course">
        {timeline.data ? (
          <ReportTimeline timeline={timeline.data} timeZone={timeZone} onStep={(next) => void setStep(next)} />
        ) : timeline.error ? (
          <ErrorState
            title="The course of the sending could not be read."
            detail={messageOf(timeline.error)}
            traceId={traceIdOf(timeline.error)}
            onRetry={() => void timeline.refetch()}
            retrying={timeline.isFetching}
          />
        ) : (
          <Skeleton className="h-56 w-full" />
        )}
      </Section>
      <Section title="Links">
        {links.data ? (
          <ClickMap map={links.data} delivered={delivered} />
        ) : links.error ? (
          <ErrorState
            title="The links could not be read."
            detail={messageOf(links.error)}
            traceId={traceIdOf(links.error)}
            onRetry={() => void links.refetch()}
            retrying={links.isFetching}
          />
        ) : (
          <Skeleton className="h-56 w-full" />
        )}
      </Section>
    </>
  );
}
