"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect } from "react";
import type { SegmentWithDependents } from "@/contracts/segments";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "../ui/tabs";
import { RuleEditor } from "./rule-editor";
import { scheduleText } from "./schedule-dialog";
import { SegmentActions } from "./segment-actions";
import { SegmentDays } from "./segment-days";
import { SegmentExplain } from "./segment-explain";
import { SegmentMembers } from "./segment-members";
import { isRefreshing, SegmentStatusMark } from "./segment-status";
import { SegmentTrend } from "./segment-trend";
import { EMPTY_DRAFT, useSegmentDraft } from "./use-segment-draft";

const TABS = ["rule", "members", "explain", "history"] as const;
const LOOK_AGAIN_MS = 1000;

/** One segment: its rule with the live count, its members, and who came and went. */
export function SegmentPage({ segmentId }: { segmentId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(
    trpc.segments.get.queryOptions(
      { segmentId },
      {
        enabled: workspace.can("segment:read"),
        refetchInterval: ({ state }) => (isRefreshing(state.data) ? LOOK_AGAIN_MS : false),
      },
    ),
  );
  const segment = query.data;
  // The lists below the tabs belong to one refresh; when the next is done they are asked for again.
  const refreshedAt = segment?.refreshedAt;
  useEffect(() => {
    if (!refreshedAt) return;
    void queryClient.invalidateQueries({ queryKey: trpc.segments.members.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.segments.days.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.segments.sizes.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.segments.explain.pathKey() });
  }, [refreshedAt, queryClient, trpc]);
  if (!workspace.can("segment:read"))
    return (
      <DeniedState what="see segments" permission="segment:read" grantedBy={workspace.grantedBy("segment:read")} />
    );
  const crumbs = [{ label: "Segments", href: workspace.href("segments") }, { label: segment?.name ?? "Segment" }];
  if (query.error && !segment)
    return (
      <>
        <PageHeader title="Segment" crumbs={crumbs} />
        <ErrorState
          title="The segment could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      </>
    );
  if (!segment)
    return (
      <>
        <PageHeader title="Segment" crumbs={crumbs} />
        <Skeleton className="w-96" />
      </>
    );
  return <LoadedSegment segment={segment} now={new Date(query.dataUpdatedAt)} crumbs={crumbs} />;
}

type LoadedSegmentProps = { segment: SegmentWithDependents; now: Date; crumbs: { label: string; href?: string }[] };

function LoadedSegment({ segment, now, crumbs }: LoadedSegmentProps) {
  const workspace = useWorkspace();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("rule"));
  const saved = {
    ...EMPTY_DRAFT,
    name: segment.name,
    description: segment.description ?? "",
    condition: segment.condition,
  };
  const state = useSegmentDraft(saved, segment.version);
  const isStatic = segment.type === "static";
  const shown = isStatic && (tab === "rule" || tab === "explain") ? "members" : tab;
  return (
    <>
      <PageHeader
        title={segment.name}
        crumbs={crumbs}
        mark={<SegmentStatusMark segment={segment} />}
        meta={
          <>
            <span>
              {segment.memberCount === null ? "Not counted yet" : `${formatNumber(segment.memberCount)} people`}
            </span>
            {segment.refreshedAt ? (
              <span>
                {isStatic ? "Changed" : "Refreshed"}{" "}
                <RelativeTime value={segment.refreshedAt} now={now} timeZone={workspace.timeZone} />
                {segment.refreshMs === null ? null : ` in ${formatNumber(segment.refreshMs)} ms`}
              </span>
            ) : null}
            {isStatic ? <span>List kept by hand</span> : <span>{scheduleText(segment.schedule)}</span>}
            {segment.usedBy.map((use) => (
              <span key={use.id}>
                Used by{" "}
                <Link href={workspace.href(`${use.type}s/${use.id}`)} className="underline">
                  {use.name}
                </Link>
              </span>
            ))}
          </>
        }
        actions={<SegmentActions segment={segment} state={state} />}
      />
      {segment.problems.length > 0 ? (
        <Notice tone="danger" title="The rule is broken and is not refreshed" className="mb-4">
          {segment.problems.map((problem) => problem.detail).join(" ")} The members of the last good refresh are kept.
        </Notice>
      ) : segment.refreshState === "failed" && segment.status === "active" ? (
        <Notice tone="danger" title="The members could not be brought up to date" className="mb-4">
          {segment.refreshProblem ?? "The next attempt follows within five minutes."} The members of the last good
          refresh are kept.
        </Notice>
      ) : null}
      <Tabs value={shown} onValueChange={(next) => void setTab(TABS.find((known) => known === next) ?? "rule")}>
        <TabsList>
          {isStatic ? null : <TabsTrigger value="rule">Rule</TabsTrigger>}
          <TabsTrigger
            value="members"
            count={segment.memberCount === null ? undefined : formatNumber(segment.memberCount)}
          >
            Members
          </TabsTrigger>
          {isStatic ? null : <TabsTrigger value="explain">Explain a person</TabsTrigger>}
          <TabsTrigger value="history">History</TabsTrigger>
        </TabsList>
        <TabsContent value="rule">
          <RuleEditor
            draft={state.draft}
            words={state.words}
            onChange={state.edit}
            savedCount={segment.memberCount}
            segmentId={segment.id}
            errors={state.errors}
            showUnfinished={state.tried}
          />
        </TabsContent>
        <TabsContent value="members" className="pt-4">
          <SegmentMembers segmentId={segment.id} refreshedAt={segment.refreshedAt} />
        </TabsContent>
        <TabsContent value="explain" className="pt-5">
          <SegmentExplain segmentId={segment.id} />
        </TabsContent>
        <TabsContent value="history" className="grid gap-8 pt-4">
          <SegmentTrend segmentId={segment.id} />
          <SegmentDays segmentId={segment.id} />
        </TabsContent>
      </Tabs>
    </>
  );
}
