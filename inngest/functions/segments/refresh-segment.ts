import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import {
  hasChanged,
  isAffected,
  markRefreshFailed,
  markRefreshRunning,
  planRefresh,
  refreshSegment,
} from "@/server/segments";

/**
 * Refreshes a segment, then those that name it and are affected, each after what it names. Several requests within a second
 * are one refresh; at most two of a workspace run at a time.
 */
export const refreshSegmentFunction = inngest.createFunction(
  {
    id: "segments-refresh-segment",
    triggers: [on("segment.refresh-requested")],
    retries: 3,
    debounce: {
      key: "string(event.data.workspaceNo) + ':' + string(event.data.segmentNo)",
      period: "1s",
      timeout: "30s",
    },
    concurrency: [{ key: "event.data.workspaceNo", limit: 2 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, segmentNo } = event.data.event.data;
      await step.run("mark-failed", () => markRefreshFailed(workspaceNo, segmentNo, error.message));
    },
  },
  async ({ event, step }) => {
    const { workspaceNo } = event.data;
    const refresh = (segmentNo: number) =>
      step.run(`refresh-${segmentNo}`, async () => {
        await markRefreshRunning(workspaceNo, segmentNo);
        return refreshSegment(workspaceNo, segmentNo);
      });
    const first = await refresh(event.data.segmentNo);
    if (!hasChanged(first)) return { refreshed: [event.data.segmentNo] };
    const dependents = (await step.run("plan", () => planRefresh(workspaceNo, event.data.segmentNo))).slice(1);
    const changed = [event.data.segmentNo];
    for (const dependent of dependents)
      if (isAffected(dependent, changed) && hasChanged(await refresh(dependent.segmentNo)))
        changed.push(dependent.segmentNo);
    return { changed };
  },
);
