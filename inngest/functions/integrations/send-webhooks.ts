import { WEBHOOK_EVENT_NAMES } from "@/contracts/webhooks";
import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { announceEvent, sendDueWebhooks } from "@/server/integrations";

/** Inngest takes at most so many triggers for one function. */
const TRIGGERS = 10;

/** What happened becomes messages, which leave at once; what fails is for the minute function below. */
const announceWebhooks = (part: number) =>
  inngest.createFunction(
    {
      id: `integrations-announce-webhooks-${part + 1}`,
      triggers: WEBHOOK_EVENT_NAMES.slice(part * TRIGGERS, (part + 1) * TRIGGERS).map((event) => ({ event })),
      retries: 5,
      concurrency: [{ key: "event.data.workspaceNo", limit: 4 }],
    },
    async ({ event, step }) => {
      const data = event.data as Record<string, unknown>;
      const workspaceNo = Number(data.workspaceNo);
      const { messages } = await step.run("announce", () =>
        announceEvent({
          id: event.id ?? "",
          name: event.name,
          at: new Date(event.ts ?? Date.now()),
          data: { ...data, workspaceNo },
        }),
      );
      return messages === 0 ? { messages } : step.run("send", () => sendDueWebhooks({ workspaceNo }));
    },
  );

export const announceWebhooksFunctions = Array.from(
  { length: Math.ceil(WEBHOOK_EVENT_NAMES.length / TRIGGERS) },
  (_, part) => announceWebhooks(part),
);

/** Messages somebody wants sent again. */
export const replayWebhooksFunction = inngest.createFunction(
  { id: "integrations-replay-webhooks", triggers: [on("webhook.messages-due")], retries: 3 },
  ({ event, step }) => step.run("send", () => sendDueWebhooks({ workspaceNo: event.data.workspaceNo })),
);

/** Every minute: messages whose next attempt is due, and what a crash left behind. */
export const retryWebhooks = inngest.createFunction(
  { id: "integrations-retry-webhooks", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  ({ step }) => step.run("send", () => sendDueWebhooks()),
);
