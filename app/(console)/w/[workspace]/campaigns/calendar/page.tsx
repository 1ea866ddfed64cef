import type { Metadata } from "next";
import { CampaignCalendarPage } from "@/components/campaigns/calendar/calendar-page";

export const metadata: Metadata = { title: "Campaign calendar" };

export default function CalendarPage() {
  return <CampaignCalendarPage />;
}
