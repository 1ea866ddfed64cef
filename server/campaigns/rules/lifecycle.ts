import { CAMPAIGN_TRANSITIONS, type CampaignStatus, EDITABLE_STATUSES } from "@/contracts/campaigns";

export const canMove = (from: CampaignStatus, to: CampaignStatus): boolean => CAMPAIGN_TRANSITIONS[from].includes(to);

export const canEdit = (status: CampaignStatus): boolean => EDITABLE_STATUSES.includes(status);

/** Where a campaign ends once no recipient is pending: honest about what did not go out. */
export const finishedStatus = (counts: { failed: number; unknown: number }): "completed" | "completed_with_failures" =>
  counts.failed + counts.unknown > 0 ? "completed_with_failures" : "completed";

/** The sentence shown when an edge does not exist. */
export const refusalOf = (from: CampaignStatus, verb: string): string =>
  `A ${from.replaceAll("_", " ")} campaign cannot be ${verb}.`;

/** Where a campaign comes out of the archive. Older rows did not keep where from: whatever has a run was sent. */
export const statusAfterArchive = (row: {
  status: CampaignStatus;
  archivedFrom: CampaignStatus | null;
  runNo: number | null;
}): CampaignStatus => {
  if (row.status !== "archived") return row.status;
  return row.archivedFrom ?? (row.runNo === null ? "draft" : "completed");
};
