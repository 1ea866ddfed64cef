import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { localMessages } from "@/drizzle/schema/channels";
import { defineCommand, none } from "@/server/platform/command";

/** Remembers when somebody first opened a message in the Local Inbox; opening it again changes nothing. */
export const markMessageRead = defineCommand({
  name: "outbox.mark-read",
  permission: "inbox:read",
  input: z.object({ messageId: idOf("message") }),
  async run(ctx, { messageId }, tx) {
    const marked = await tx
      .update(localMessages)
      .set({ readAt: ctx.now })
      .where(
        and(
          eq(localMessages.workspaceNo, ctx.workspaceNo),
          eq(localMessages.messageId, messageId),
          isNull(localMessages.readAt),
        ),
      )
      .returning({ messageId: localMessages.messageId });
    return { result: { marked: marked.length }, audit: none("reading a captured message changes nothing"), events: [] };
  },
});
