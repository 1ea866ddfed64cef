import type { CampaignSchedule } from "@/contracts/campaign-schedule";
import { UNDO_SECONDS } from "@/contracts/campaigns";

/** When a campaign with this schedule is launched if it is sent now. Pure. */
export function dueAt(schedule: CampaignSchedule, now: Date): Date {
  switch (schedule.kind) {
    case "now":
      return new Date(now.getTime() + UNDO_SECONDS * 1000);
    case "at":
      return new Date(schedule.at);
  }
}
