import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { FrozenContent } from "@/contracts/delivery";
import { emailDocumentSchema } from "@/contracts/documents/email";
import { runRecipients, sendBatches, sendRuns } from "@/drizzle/schema/delivery";
import { providerForSending } from "@/server/channels";
import { defineCommand, none } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";

/**
 * One transactional message to one contact over the same road as everything else: permit inside the claim, verdict per
 * recipient, nothing tracked. `key` names the occasion; asked again with it, nothing more is sent.
 */
export const sendNotice = defineCommand({
  name: "delivery.send-notice",
  permission: "campaign:launch",
  input: z.object({
    contactNo: z.number().int().positive(),
    document: emailDocumentSchema,
    key: z.string().min(1).max(100),
  }),
  async run(ctx, { contactNo, document, key }, tx) {
    const base = { workspaceNo: ctx.workspaceNo };
    const [known] = await tx
      .select({ runNo: sendRuns.runNo })
      .from(sendRuns)
      .where(and(eq(sendRuns.workspaceNo, ctx.workspaceNo), eq(sendRuns.kind, "notice"), eq(sendRuns.launchKey, key)));
    if (known) return { result: { runNo: known.runNo }, audit: none("it was sent already"), events: [] };
    const provider = await providerForSending(tx, ctx.workspaceNo, null);
    if (!provider) throw new AppError("CONFLICT", "Add a provider first.");
    const content: FrozenContent = {
      document,
      purpose: "transactional",
      fromEmail: provider.fromEmail,
      fromName: provider.fromName,
      missingValues: "blank",
    };
    const runNo = await takeNumbers(tx, ctx.workspaceNo, "run");
    const id = uuidv7(ctx.now);
    await tx.insert(sendRuns).values({
      ...base,
      runNo,
      id,
      kind: "notice",
      sourceNo: null,
      launchKey: key,
      state: "ready",
      providerNo: provider.providerNo,
      content,
      audienceAt: ctx.now,
      audienceCount: 1,
      queuedCount: 1,
      createdAt: ctx.now,
    });
    await tx.insert(runRecipients).values({ ...base, runNo, batchNo: 1, seq: 0, contactNo });
    await tx.insert(sendBatches).values({ ...base, runNo, batchNo: 1, size: 1 });
    return {
      result: { runNo },
      audit: { action: "delivery.send-notice", entityType: "run", entityId: id, changes: { key } },
      events: [{ name: "delivery.run-ready", data: { workspaceNo: ctx.workspaceNo, runNo } }],
    };
  },
});
