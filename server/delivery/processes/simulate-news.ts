import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineProcess } from "@/server/platform/command";
import { pipelineSql } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { recordNotifications } from "./record-notifications";

/** What can be played for a message in the Local Inbox, as if a provider had said so. */
export const SIMULATIONS = ["hard_bounce", "soft_bounce", "complaint"] as const;

const DETAILS = {
  hard_bounce: "Simulated in the Local Inbox: 550 5.1.1 no such user.",
  soft_bounce: "Simulated in the Local Inbox: 452 4.2.2 mailbox full.",
  complaint: "Simulated in the Local Inbox: marked as spam.",
} as const;

/** Plays provider news about one message of the Local Inbox, with all its effects. The same one twice changes nothing. */
export const simulateNews = defineProcess({
  name: "outbox.simulate",
  permission: "consent:write",
  input: z.object({ messageId: idOf("message"), news: z.enum(SIMULATIONS) }),
  async run(ctx, { messageId, news }) {
    const [row] = await pipelineSql()<{ provider_no: number }[]>`
      select p.provider_no from local_messages m
        join providers p on p.workspace_no = m.workspace_no and p.kind = 'local'
       where m.workspace_no = ${ctx.workspaceNo} and m.message_id = ${messageId} limit 1`;
    if (!row) throw notFound("message");
    const taken = await recordNotifications(ctx.workspaceNo, row.provider_no, "local", [
      {
        notificationId: `simulated:${messageId}:${news}`,
        messageId,
        kind: news === "complaint" ? "complained" : "bounced",
        isHard: news === "hard_bounce",
        at: ctx.now,
        detail: DETAILS[news],
      },
    ]);
    return { changed: taken.stored === 1 };
  },
});
