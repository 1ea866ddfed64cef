import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { webhookMessages } from "@/drizzle/schema/integrations";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadWebhook } from "../load";

/**
 * Sends messages again: the ones named, whatever became of them, or every dead one. They keep id and body, so a receiver
 * that has one already can pass over it.
 */
export const replayWebhooks = defineCommand({
  name: "webhook.replay",
  permission: "apikey:manage",
  input: z.object({
    webhookId: idOf("webhook"),
    messageIds: z.array(idOf("webhookMessage")).min(1).max(100).optional(),
  }),
  async run(ctx, { webhookId, messageIds }, tx) {
    const row = await loadWebhook(tx, ctx.workspaceNo, webhookId);
    if (row.disabledAt !== null)
      throw new AppError("CONFLICT", "This endpoint is switched off. Switch it on first; then send again.");
    const again = await tx
      .update(webhookMessages)
      .set({ state: "waiting", attempts: 0, nextAt: ctx.now, deliveredAt: null })
      .where(
        and(
          eq(webhookMessages.workspaceNo, ctx.workspaceNo),
          eq(webhookMessages.webhookNo, row.webhookNo),
          messageIds ? inArray(webhookMessages.id, messageIds) : eq(webhookMessages.state, "dead"),
        ),
      )
      .returning({ id: webhookMessages.id });
    return {
      result: { replayed: again.length },
      audit: {
        action: "webhook.replay",
        entityType: "webhook",
        entityId: row.id,
        changes: { messages: again.length, which: messageIds ? "named" : "dead" },
      },
      events: [{ name: "webhook.messages-due", data: { workspaceNo: ctx.workspaceNo } }],
    };
  },
});
