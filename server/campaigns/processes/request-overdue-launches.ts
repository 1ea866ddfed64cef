import "server-only";
import { inPipeline } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import { overdueCampaigns } from "../pipeline";

/** Whatever is due for longer than this has no job left that would launch it. */
const OVERDUE_MS = 60_000;
const MAX_PER_TICK = 500;

/**
 * The safety net of every schedule, over all workspaces: asks again for the launch of campaigns whose time has passed,
 * the longest overdue first. Harmless for one that is about to leave: its version lets it leave once.
 */
export async function requestOverdueLaunches(now = new Date()): Promise<{ requested: number }> {
  return inPipeline(async (tx) => {
    const overdue = await overdueCampaigns(tx, new Date(now.getTime() - OVERDUE_MS), MAX_PER_TICK);
    for (const { workspaceNo, campaignNo, version } of overdue)
      await emitEvents(tx, { workspaceNo, now, traceId: currentTraceId() }, [
        { name: "campaign.launch-due", data: { workspaceNo, campaignNo, version } },
      ]);
    return { requested: overdue.length };
  });
}
