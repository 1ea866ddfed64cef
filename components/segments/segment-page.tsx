"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import type { SegmentWithDependents } from "@/contracts/segments";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "../ui/tabs";
import { toast } from "../ui/toast";
import { DeleteSegmentDialog } from "./delete-segment-dialog";
import { RuleEditor } from "./rule-editor";
import { SegmentDays } from "./segment-days";
import { SegmentMembers } from "./segment-members";
import { isRefreshing, SegmentStatusMark } from "./segment-status";
import { useSegmentActions } from "./use-segment-actions";
import { EMPTY_DRAFT, toInput, useSegmentDraft } from "./use-segment-draft";

const TABS = ["rule", "members", "history"] as const;
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
                Refreshed <RelativeTime value={segment.refreshedAt} now={now} timeZone={workspace.timeZone} />
              </span>
            ) : null}
            {segment.usedBy.map((use) => (
              <span key={use.id}>
                Used by{" "}
                <Link href={workspace.href(`campaigns/${use.id}`)} className="underline">
                  {use.name}
                </Link>
              </span>
            ))}
          </>
        }
        actions={<SegmentActions segment={segment} state={state} />}
      />
      {segment.refreshState === "failed" && segment.status === "active" ? (
        <Notice tone="danger" title="The members could not be brought up to date" className="mb-4">
          {segment.refreshProblem ?? "The next attempt follows within five minutes."} The members of the last good
          refresh are kept.
        </Notice>
      ) : null}
      <Tabs value={tab} onValueChange={(next) => void setTab(TABS.find((known) => known === next) ?? "rule")}>
        <TabsList>
          <TabsTrigger value="rule">Rule</TabsTrigger>
          <TabsTrigger
            value="members"
            count={segment.memberCount === null ? undefined : formatNumber(segment.memberCount)}
          >
            Members
          </TabsTrigger>
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
        <TabsContent value="history" className="pt-4">
          <SegmentDays segmentId={segment.id} />
        </TabsContent>
      </Tabs>
    </>
  );
}

type SegmentActionsProps = { segment: SegmentWithDependents; state: ReturnType<typeof useSegmentDraft> };

function SegmentActions({ segment, state }: SegmentActionsProps) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const actions = useSegmentActions();
  const [isDeleting, setDeleting] = useState(false);
  const update = useMutation(
    trpc.segments.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        state.settle();
        toast("Segment saved. Its members are being found again.");
      },
      onError: (error) => {
        state.refused(error);
        toast.error(messageOf(error));
      },
    }),
  );
  const isActive = segment.status === "active";
  if (!workspace.can("segment:write")) return null;
  return (
    <>
      {workspace.can("segment:delete") ? (
        <Button variant="ghost" onClick={() => setDeleting(true)}>
          Delete…
        </Button>
      ) : null}
      {state.isDirty ? (
        <Button variant="ghost" onClick={state.settle}>
          Discard changes
        </Button>
      ) : null}
      <Button
        loading={actions.setStatus.isPending}
        onClick={() => actions.setStatus.mutate({ segmentId: segment.id, status: isActive ? "inactive" : "active" })}
      >
        {isActive ? "Deactivate" : "Activate"}
      </Button>
      {isActive ? (
        <Button
          loading={actions.refresh.isPending || isRefreshing(segment)}
          loadingLabel="Refreshing"
          onClick={() => actions.refresh.mutate({ segmentId: segment.id })}
        >
          Refresh now
        </Button>
      ) : null}
      <Button
        variant="primary"
        disabled={!state.isDirty}
        loading={update.isPending}
        loadingLabel="Saving"
        onClick={() =>
          state.check() && update.mutate({ ...toInput(state.draft), segmentId: segment.id, version: state.version })
        }
      >
        Save changes
      </Button>
      <DeleteSegmentDialog
        segment={isDeleting ? segment : null}
        busy={actions.remove.isPending}
        onClose={() => setDeleting(false)}
        onConfirm={({ id }) =>
          actions.remove.mutate({ segmentId: id }, { onSuccess: () => router.push(workspace.href("segments")) })
        }
      />
    </>
  );
}
