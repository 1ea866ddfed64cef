import { inngest } from "@/inngest/client";
import { matchParked } from "@/server/delivery";

/** Every minute: provider news that came before we knew the message. */
export const matchParkedNews = inngest.createFunction(
  { id: "delivery-match-parked", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  ({ step }) => step.run("match", () => matchParked()),
);
