import type { CampaignStatus } from "./campaigns";
import type { QuietHours } from "./sending-policy";

/** More days than this are not drawn at once: six weeks of a month view. */
export const CALENDAR_MAX_DAYS = 42;

export type CalendarItem = {
  campaignId: string;
  name: string;
  status: CampaignStatus;
  /** An occurrence that is still to come has no campaign of its own yet: this is its series. */
  kind: "campaign" | "to_come";
  at: string;
  /** Goes out at this time on the clock of each person; `at` is when the workspace's clock gets there. */
  atLocalTime: boolean;
  /** As long as nothing has left. Who moves it names the version that was seen. */
  canMove: boolean;
  version: number;
  /** Written to; of one under way, to be written to; before that as counted when it was scheduled, or null. */
  people: number | null;
};

export type CampaignCalendar = { items: CalendarItem[]; quietHours: QuietHours | null; isCut: boolean };
