"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { HomeOverview } from "@/contracts/home";
import { useCampaignActions } from "../campaigns/use-campaign-actions";
import { DemoControls } from "../demo/demo-controls";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { Approvals } from "./approvals";
import { ComingUp } from "./coming-up";
import { FirstSteps } from "./first-steps";
import { headlineOf } from "./headline";
import { LastResult } from "./last-result";
import { PeopleLine } from "./people-line";
import { UnderWay } from "./under-way";

const MOVING_MS = 2000;
const CALM_MS = 30_000;

/** "What needs me": the first page of a workspace. */
export function HomePage() {
  return (
    <RequirePermission permission="campaign:read" what="see what goes out">
      <Home />
    </RequirePermission>
  );
}

const isMoving = (home: HomeOverview | undefined): boolean =>
  home !== undefined && (home.underWay.length > 0 || home.demoState === "loading" || home.demoState === "removing");

function Home() {
  const trpc = useTRPC();
  const { can, timeZone } = useWorkspace();
  const { create } = useCampaignActions();
  const overview = useQuery(
    trpc.home.overview.queryOptions(
      {},
      {
        refetchInterval: (query) => (isMoving(query.state.data) ? MOVING_MS : CALM_MS),
        placeholderData: keepPreviousData,
      },
    ),
  );
  const home = overview.data;
  const moving = isMoving(home);
  const counts = useQuery(
    trpc.home.counts.queryOptions(
      {},
      { refetchInterval: moving ? MOVING_MS : CALM_MS, placeholderData: keepPreviousData },
    ),
  );
  const today = dayIn(timeZone, home ? new Date(home.at) : null);
  const isNew = counts.data?.contacts === 0;
  const demo = home ? (
    <DemoControls state={home.demoState} people={counts.data?.demoContacts ?? null} offer={isNew} />
  ) : null;
  return (
    <>
      <PageHeader
        title={home ? headlineOf(home) : "Home"}
        meta={<span>{today}</span>}
        actions={
          can("campaign:create") ? (
            <Button
              variant="primary"
              loading={create.isPending}
              onClick={() => create.mutate({ name: `Campaign of ${shortDay(timeZone)}` })}
            >
              New campaign
            </Button>
          ) : null
        }
      />
      {overview.isError && !home ? (
        <ErrorState
          title="What goes out could not be read"
          detail={messageOf(overview.error)}
          traceId={traceIdOf(overview.error)}
          onRetry={() => void overview.refetch()}
          retrying={overview.isFetching}
        />
      ) : (
        <>
          <PeopleLine counts={counts.data} error={counts.isError ? messageOf(counts.error) : null} />
          {home ? (
            <>
              {isNew ? demo : null}
              <FirstSteps done={home.firstSteps} />
              <Approvals campaigns={home.approvals} />
              <UnderWay campaigns={home.underWay} />
              <ComingUp home={home} />
              <LastResult campaign={home.lastSent} />
              {isNew ? null : demo}
            </>
          ) : (
            <Skeleton className="mt-6 h-40 w-full" />
          )}
        </>
      )}
    </>
  );
}

/** "Thursday, 14 May" where the workspace is. */
const dayIn = (timeZone: string, at: Date | null): string =>
  at
    ? new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone }).format(at)
    : "Today";

const shortDay = (timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(new Date());
