import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { recheckSegmentsOf } from "@/server/segments";

export const recheckSegmentsFunction = inngest.createFunction(
  { id: "segments-recheck-segments", triggers: [on("contact-field.retyped")], retries: 5 },
  async ({ event, step }) => {
    const { workspaceNo, key } = event.data;
    return step.run("recheck", () => recheckSegmentsOf(workspaceNo, key));
  },
);
