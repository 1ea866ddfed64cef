import { type CampaignSchedule, scheduleInWords } from "@/contracts/campaign-schedule";
import { formatDateTime, formatNumber } from "../ui/format";

/** A schedule in one line, in the zone of the workspace. */
export const scheduleLine = (schedule: CampaignSchedule, timeZone: string): string =>
  schedule.kind === "at" ? formatDateTime(schedule.at, timeZone) : scheduleInWords(schedule, timeZone);

/** What the Send button does, said of so many people. */
export function sendLabel(schedule: CampaignSchedule, count: number): string {
  const people = count === 1 ? "1 person" : `${formatNumber(count)} people`;
  switch (schedule.kind) {
    case "now":
      return `Send to ${people}`;
    case "recurring":
      return "Start repeating";
    default:
      return `Schedule for ${people}`;
  }
}
