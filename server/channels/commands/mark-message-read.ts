import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { localMessages } from "@/drizzle/schema/channels";
import { defineCommand, none } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

/** Remembers when somebody first opened a message in the Local Inbox; opening it again changes nothing. */
export const markMessageRead = defineCommand({
  name: "outbox.mark-read",
  permission: "inbox:read",
  input: z.object({ messageId: idOf("message") }),
  async run(ctx, { messageId }, tx) {
    const named = and(eq(localMessages.workspaceNo, ctx.workspaceNo), eq(localMessages.messageId, messageId));
    const marked = await tx
      .update(localMessages)
      .set({ readAt: ctx.now })
      .where(and(named, isNull(localMessages.readAt)))
      .returning({ messageId: localMessages.messageId });
    if (marked.length === 0 && (await tx.$count(localMessages, named)) === 0) throw notFound("message");
    return { result: { marked: marked.length }, audit: none("reading a captured message changes nothing"), events: [] };
  },
});
