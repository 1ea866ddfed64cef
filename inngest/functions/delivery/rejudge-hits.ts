import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { type RejudgeCursor, type RejudgeProgress, rejudgeHits } from "@/server/delivery";

const SLICE_MS = 20_000;

/** Older hits of a workspace by today's rules, in slices; every piece inside is committed. */
export const rejudgeStoredHits = inngest.createFunction(
  {
    id: "delivery-rejudge-hits",
    triggers: [on("hits.rejudge-requested")],
    retries: 5,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
  },
  async ({ event, step }) => {
    let cursor: RejudgeCursor | null = null;
    let judged = 0;
    for (let slice = 1; ; slice += 1) {
      const from: RejudgeCursor | null = cursor;
      const done: RejudgeProgress = await step.run(`slice-${slice}`, () =>
        rejudgeHits(event.data.workspaceNo, from, SLICE_MS),
      );
      judged += done.judged;
      cursor = done.cursor;
      if (done.isOver) return { judged };
    }
  },
);
