import type { HomeOverview } from "@/contracts/home";

/** The page's first sentence: the one thing that matters most now. */
export function headlineOf(home: Pick<HomeOverview, "underWay" | "scheduledInAll" | "firstSteps">): string {
  const paused = home.underWay.filter((campaign) => campaign.status === "paused");
  const moving = home.underWay.filter((campaign) => campaign.status !== "paused");
  const parts = [part(moving, "sending"), part(paused, "paused")].filter((text) => text !== null);
  if (parts.length > 0) return parts.join(", ");
  if (home.scheduledInAll > 0)
    return home.scheduledInAll === 1
      ? "One campaign goes out this week"
      : `${home.scheduledInAll} campaigns go out this week`;
  return home.firstSteps.sent ? "Nothing needs you now" : "Ready for a first campaign";
}

function part(campaigns: readonly { name: string }[], state: string): string | null {
  const [first] = campaigns;
  if (!first) return null;
  return campaigns.length === 1 ? `${first.name} is ${state}` : `${campaigns.length} campaigns are ${state}`;
}
