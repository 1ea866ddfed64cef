import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { markRefreshFailed, markRefreshRunning, refreshSegment } from "@/server/segments";

/** Several requests within a second are one refresh; at most two segments of a workspace are refreshed at a time. */
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
    const { workspaceNo, segmentNo } = event.data;
    return step.run("refresh", async () => {
      await markRefreshRunning(workspaceNo, segmentNo);
      return refreshSegment(workspaceNo, segmentNo);
    });
  },
);
