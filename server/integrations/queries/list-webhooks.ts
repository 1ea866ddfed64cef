import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { WEBHOOK_MESSAGE_STATES, type WebhookMessage } from "@/contracts/webhooks";
import { webhookMessages } from "@/drizzle/schema/integrations";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, pageInput, toPage } from "@/server/platform/paging";
import { loadWebhook, loadWebhooks, readWebhook } from "../load";

/** Every endpoint, with how many messages wait for it and how many are dead. Without secrets. */
export const listWebhooks = defineQuery({
  name: "webhook.list",
  permission: "apikey:manage",
  input: z.object({}),
  run: async (ctx, _input, tx) => ({ data: await loadWebhooks(tx, ctx.workspaceNo) }),
});

export const getWebhook = defineQuery({
  name: "webhook.get",
  permission: "apikey:manage",
  input: z.object({ webhookId: idOf("webhook") }),
  run: (ctx, { webhookId }, tx) => readWebhook(tx, ctx.workspaceNo, webhookId),
});

const keySchema = z.tuple([z.uuid()]);

/** The log of one endpoint, newest first: each message with its body and every attempt. */
export const listWebhookMessages = defineQuery({
  name: "webhook.messages",
  permission: "apikey:manage",
  input: pageInput.extend({ webhookId: idOf("webhook"), state: z.enum(WEBHOOK_MESSAGE_STATES).optional() }),
  async run(ctx, { webhookId, state, limit, cursor }, tx) {
    const { webhookNo } = await loadWebhook(tx, ctx.workspaceNo, webhookId);
    const after = decodeCursor(cursor, keySchema);
    // Ids are made in the order of time, so the primary key is the order of the log.
    const rows = await tx
      .select()
      .from(webhookMessages)
      .where(
        and(
          eq(webhookMessages.workspaceNo, ctx.workspaceNo),
          eq(webhookMessages.webhookNo, webhookNo),
          state ? eq(webhookMessages.state, state) : undefined,
          after ? lt(webhookMessages.id, after[0]) : undefined,
        ),
      )
      .orderBy(desc(webhookMessages.id))
      .limit(limit + 1);
    return toPage(
      rows,
      limit,
      (row) => [row.id],
      (row): WebhookMessage => ({
        id: publicId("webhookMessage", row.id),
        type: row.type,
        state: row.state,
        attempts: row.attempts,
        nextAt: row.state === "waiting" ? (row.nextAt?.toISOString() ?? null) : null,
        createdAt: row.createdAt.toISOString(),
        deliveredAt: row.deliveredAt?.toISOString() ?? null,
        body: row.body,
        log: row.log,
      }),
    );
  },
});
