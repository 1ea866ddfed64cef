"use client";

import { useQuery } from "@tanstack/react-query";
import type { PreflightFinding } from "@/contracts/campaigns";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DefinitionList } from "../ui/definition-list";
import { ErrorState } from "../ui/error-state";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { ApprovalPanel } from "./approval-panel";
import { Findings } from "./findings";
import { scheduleLine, sendLabel } from "./schedule-line";
import type { CampaignDraft, SaveState } from "./use-campaign-draft";
import { Waterfall } from "./waterfall";

export type ReviewStepProps = {
  campaignId: string;
  draft: CampaignDraft;
  saveState: SaveState;
  onGo: (step: PreflightFinding["step"]) => void;
  onSend: () => void;
  sending: boolean;
  /** A step of the approval made another version of the campaign. */
  onReviewed: (version: number) => void;
};

/** Everything that keeps the campaign from going, everything worth a look, and the one button that sends it. */
export function ReviewStep({ campaignId, draft, saveState, onGo, onSend, sending, onReviewed }: ReviewStepProps) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const preflight = useQuery(
    trpc.campaigns.preflight.queryOptions({ campaignId }, { placeholderData: (before) => before, staleTime: 0 }),
  );
  if (preflight.error)
    return (
      <ErrorState
        title="The checks could not run."
        detail="Nothing was sent."
        traceId={preflight.error.data?.body.error.traceId}
        onRetry={() => void preflight.refetch()}
      />
    );
  const findings = preflight.data?.findings ?? [];
  const waterfall = preflight.data?.waterfall ?? null;
  const blocked = findings.some((finding) => finding.level === "must");
  const waiting = preflight.isPending || preflight.isFetching || saveState !== "saved";
  return (
    <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_300px]">
      <div>
        <Section title="Before it goes">
          <div className={preflight.isFetching ? "refetching" : undefined}>
            <Findings findings={findings} onGo={onGo} />
          </div>
        </Section>
        <ApprovalPanel campaignId={campaignId} isSaved={saveState === "saved"} onMoved={onReviewed} />
      </div>
      <aside className="grid content-start gap-6 xl:pt-6">
        {waterfall ? <Waterfall waterfall={waterfall} source={{ campaignId }} dimmed={preflight.isFetching} /> : null}
        <DefinitionList
          items={[
            { term: "Subject", value: draft.content.document?.subject || "Not written yet" },
            {
              term: "Goes out",
              value:
                draft.schedule.kind === "now"
                  ? "When you press Send"
                  : scheduleLine(draft.schedule, workspace.timeZone),
            },
          ]}
        />
        {workspace.can("campaign:launch") ? (
          <Button variant="primary" size="lg" disabled={blocked || waiting} loading={sending} onClick={onSend}>
            {sendLabel(draft.schedule, waterfall?.willReceive ?? 0)}
          </Button>
        ) : (
          <Notice tone="info" title="Somebody else sends it">
            Sending needs the permission campaign:launch. {workspace.grantedBy("campaign:launch").join(" or ")} can
            press Send.
          </Notice>
        )}
        {blocked ? <p className="text-ink-2 text-xs">Fix what stands under “Must fix” first.</p> : null}
      </aside>
    </div>
  );
}
