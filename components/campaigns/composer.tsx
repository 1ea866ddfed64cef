"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback, useEffect, useState } from "react";
import { type CampaignStatus, EDITABLE_STATUSES, UNDO_SECONDS } from "@/contracts/campaigns";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatDateTime, formatNumber } from "../ui/format";
import { InlineEdit } from "../ui/inline-edit";
import { Notice } from "../ui/notice";
import { toast, toastUndo } from "../ui/toast";
import { AudienceStep } from "./audience-step";
import { CampaignStatusMark } from "./campaign-status";
import { ContentStep } from "./content-step";
import { ReviewStep } from "./review-step";
import { SaveMark } from "./save-mark";
import { scheduleLine } from "./schedule-line";
import { ScheduleStep } from "./schedule-step";
import { SkeletonPage } from "./skeleton-page";
import { STEPS, type Step, StepRail } from "./step-rail";
import { useCampaignActions } from "./use-campaign-actions";
import { type CampaignDraft, useCampaignDraft } from "./use-campaign-draft";
import { CampaignVersionsSheet } from "./versions-sheet";

/** Loads a campaign into the composer; a launched one belongs to its report. */
export function CampaignComposer({ campaignId }: { campaignId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const query = useQuery(
    trpc.campaigns.get.queryOptions(
      { campaignId },
      { enabled: workspace.can("campaign:update"), staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  const isLaunched = query.data ? !EDITABLE_STATUSES.includes(query.data.status) : false;
  useEffect(() => {
    if (isLaunched) router.replace(workspace.href(`campaigns/${campaignId}`));
  }, [isLaunched, router, workspace, campaignId]);
  if (!workspace.can("campaign:update"))
    return (
      <DeniedState
        what="edit campaigns"
        permission="campaign:update"
        grantedBy={workspace.grantedBy("campaign:update")}
      />
    );
  if (query.error && !query.data)
    return (
      <ErrorState
        title="This campaign could not be opened."
        detail={query.error.message}
        traceId={query.error.data?.body.error.traceId}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data || isLaunched) return <SkeletonPage label="Opening the campaign" />;
  return <Composer key={query.data.id} campaign={query.data} />;
}

type Loaded = CampaignDraft & {
  id: string;
  version: number;
  status: CampaignStatus;
  dueAt: string | null;
  problem: string | null;
};

function Composer({ campaign }: { campaign: Loaded }) {
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const actions = useCampaignActions();
  const [step, setStep] = useQueryState("step", parseAsStringLiteral(STEPS).withDefault("audience"));
  const { draft, change, flush, sawVersion, state, problem } = useCampaignDraft(campaign.id, campaign);
  const preflight = useQuery(
    trpc.campaigns.preflight.queryOptions({ campaignId: campaign.id }, { placeholderData: (before) => before }),
  );
  const sendNow = useMutation(trpc.campaigns.send.mutationOptions());
  const people = preflight.data?.waterfall?.willReceive ?? null;

  const [versionsOpen, setVersionsOpen] = useState(false);
  const go = useCallback((next: Step) => void setStep(next), [setStep]);
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      const target =
        event.altKey && !event.metaKey && !event.ctrlKey
          ? STEPS[Number(event.code.replace("Digit", "")) - 1]
          : undefined;
      if (!target) return;
      event.preventDefault();
      go(target);
    };
    window.addEventListener("keydown", jump);
    return () => window.removeEventListener("keydown", jump);
  }, [go]);

  const send = async () => {
    await flush();
    const isNow = draft.schedule.kind === "now";
    try {
      const { dueAt } = await sendNow.mutateAsync({ campaignId: campaign.id });
      if (isNow)
        toastUndo(`Sending to ${people === 1 ? "one person" : `${formatNumber(people ?? 0)} people`}`, {
          seconds: UNDO_SECONDS - 1,
          undoLabel: "Take back",
          onUndo: () =>
            actions.unschedule.mutate(
              { campaignId: campaign.id },
              { onSuccess: () => router.push(workspace.href(`campaigns/${campaign.id}/edit?step=review`)) },
            ),
        });
      else toast(`Scheduled for ${formatDateTime(dueAt ?? "", workspace.timeZone)}`);
      router.push(workspace.href(`campaigns/${campaign.id}`));
    } catch (error) {
      toast.error(messageOf(error));
      void preflight.refetch();
    }
  };

  const isScheduled = campaign.status === "scheduled";
  return (
    <div className="grid gap-5">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 pt-6">
        <div className="grid min-w-0 grow gap-1">
          <h1 className="sr-only">{draft.name}</h1>
          <InlineEdit
            label="Campaign name"
            value={draft.name}
            inputClassName="type-title text-2xl"
            className="type-title text-2xl"
            onSave={(name) => {
              if (name.trim() === "") return "Give the campaign a name.";
              change({ name: name.trim() });
              return undefined;
            }}
          />
          <div className="flex items-center gap-4 text-ink-2 text-sm">
            <CampaignStatusMark status={campaign.status} />
            <SaveMark state={state} problem={problem} />
          </div>
        </div>
        <div className="flex items-center gap-2">
          <Button variant="ghost" onClick={() => void flush().then(() => setVersionsOpen(true))}>
            Versions
          </Button>
          {isScheduled ? (
            <Button
              loading={actions.unschedule.isPending}
              onClick={() =>
                actions.unschedule.mutate({ campaignId: campaign.id }, { onSuccess: () => window.location.reload() })
              }
            >
              Take back to draft
            </Button>
          ) : null}
        </div>
        <CampaignVersionsSheet
          campaignId={campaign.id}
          open={versionsOpen}
          onOpenChange={setVersionsOpen}
          onRestored={() => window.location.reload()}
        />
      </header>
      {state === "conflict" ? (
        <Notice
          tone="warning"
          title="This campaign changed elsewhere"
          live
          actions={<Button onClick={() => window.location.reload()}>Load their version</Button>}
        >
          {problem} What you typed since then is not saved.
        </Notice>
      ) : null}
      {isScheduled ? (
        <Notice
          tone="info"
          title={`Goes out ${campaign.dueAt ? formatDateTime(campaign.dueAt, workspace.timeZone) : ""}`}
        >
          Changes count until the first message leaves.
        </Notice>
      ) : null}
      {campaign.problem && !isScheduled ? (
        <Notice tone="warning" title="It could not go out at its time">
          {campaign.problem} Nothing was sent. Mend it and send it again.
        </Notice>
      ) : null}
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[220px_minmax(0,1fr)]">
        <StepRail
          current={step}
          onChange={go}
          findings={preflight.data?.findings ?? []}
          summaries={summaries(draft, people, workspace.timeZone)}
        />
        <div className="min-w-0">
          {step === "audience" ? <AudienceStep draft={draft} onChange={change} /> : null}
          {step === "content" ? <ContentStep campaignId={campaign.id} draft={draft} onChange={change} /> : null}
          {step === "schedule" ? <ScheduleStep draft={draft} isScheduled={isScheduled} onChange={change} /> : null}
          {step === "review" ? (
            <ReviewStep
              campaignId={campaign.id}
              draft={draft}
              saveState={state}
              onGo={go}
              onSend={() => void send()}
              sending={sendNow.isPending}
              onReviewed={sawVersion}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}

const summaries = (draft: CampaignDraft, people: number | null, timeZone: string): Record<Step, string> => ({
  audience:
    draft.audience.include.length > 0 || draft.audience.condition
      ? people === null
        ? "Counting…"
        : people === 1
          ? "One person will receive it"
          : `${formatNumber(people)} people will receive it`
      : "Nobody chosen yet",
  content: draft.content.document?.subject || "Not written yet",
  schedule: scheduleLine(draft.schedule, timeZone),
  review: "Checks and Send",
});
