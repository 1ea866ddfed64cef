import type { DomainEvent } from "@/contracts/events";
import type { CampaignRow } from "./load";

/** What wakes a scheduled campaign at its time. Every change of its version needs one: a job of an older one does nothing. */
export const scheduledEvent = (row: CampaignRow | null): DomainEvent[] =>
  row?.status === "scheduled" && row.dueAt
    ? [
        {
          name: "campaign.scheduled",
          data: {
            workspaceNo: row.workspaceNo,
            campaignNo: row.campaignNo,
            at: row.dueAt.toISOString(),
            version: row.version,
          },
        },
      ]
    : [];
