import "server-only";
import type { CampaignSchedule } from "@/contracts/campaign-schedule";
import { workspaceByNo } from "@/server/access";
import { contactZones } from "@/server/contacts";
import { AppError } from "@/server/platform/errors";

/** The zones a schedule has to look at: the workspace's, and at local time those of its people as well. */
export async function zonesFor(workspaceNo: number, schedule: CampaignSchedule): Promise<string[]> {
  const { timeZone } = await workspaceByNo(workspaceNo);
  const isLocal = schedule.kind === "local" || (schedule.kind === "recurring" && schedule.atLocalTime);
  return isLocal ? [timeZone, ...(await contactZones(workspaceNo))] : [timeZone];
}

export const noTimeAhead = (): AppError =>
  new AppError("VALIDATION_ERROR", "schedule: This schedule has no time ahead. Choose a later end or another rule.", {
    field: "schedule",
    reason: "no time ahead",
  });
