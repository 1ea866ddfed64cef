import type { CampaignStatus } from "@/contracts/campaigns";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

export const CAMPAIGN_MARKS: Record<CampaignStatus, { mark: StatusMarkName; label: string }> = {
  draft: { mark: "draft", label: "Draft" },
  in_review: { mark: "paused", label: "In review" },
  scheduled: { mark: "scheduled", label: "Scheduled" },
  preparing: { mark: "live", label: "Preparing" },
  active: { mark: "live", label: "Sending" },
  paused: { mark: "paused", label: "Paused" },
  completed: { mark: "done", label: "Sent" },
  completed_with_failures: { mark: "failed", label: "Sent with failures" },
  terminated: { mark: "failed", label: "Stopped" },
  failed: { mark: "failed", label: "Failed" },
  archived: { mark: "done", label: "Archived" },
};

/** The campaign's state as its cancellation mark and one word. */
export function CampaignStatusMark({ status }: { status: CampaignStatus }) {
  const { mark, label } = CAMPAIGN_MARKS[status];
  return <StatusMark status={mark} label={label} />;
}

export const campaignStatusLabel = (status: CampaignStatus): string => CAMPAIGN_MARKS[status].label;
