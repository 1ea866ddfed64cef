import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { settleSignup } from "@/server/forms";

export const settleSignupFunction = inngest.createFunction(
  {
    id: "forms-settle-signup",
    triggers: [on("form.signed-up")],
    retries: 5,
    concurrency: [{ key: "event.data.workspaceNo", limit: 4 }],
  },
  async ({ event, step }) => step.run("settle", () => settleSignup(event.data.workspaceNo, event.data.signupNo)),
);
