import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { emailSchema, normaliseEmail } from "@/contracts/addresses";
import type { FrozenContent } from "@/contracts/delivery";
import { emailDocumentSchema } from "@/contracts/documents/email";
import { idOf } from "@/contracts/ids";
import { contacts } from "@/drizzle/schema/contacts";
import { runRecipients, sendBatches, sendRuns } from "@/drizzle/schema/delivery";
import { loadProvider, providerForSending } from "@/server/channels";
import { compileEmail, freezeContent } from "@/server/content";
import { defineCommand } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";

/**
 * Sends unsaved content to up to ten addresses, rendered as one contact sees it, over the same road as a campaign:
 * `[Test]` before the subject, nothing tracked, the unsubscribe link without effect, suppressed addresses refused.
 */
export const sendTest = defineCommand({
  name: "delivery.send-test",
  permission: "content:write",
  input: z.object({
    document: emailDocumentSchema,
    contactId: idOf("contact").nullish(),
    addresses: z
      .array(emailSchema)
      .min(1, "Enter at least one address.")
      .max(10, "A test goes to 10 addresses at most."),
    /** Which road to try; default: the workspace's default. */
    providerId: idOf("provider").nullish(),
    fromName: z.string().trim().max(120).nullish(),
    replyTo: z.string().trim().max(254).nullish(),
    campaignName: z.string().max(120).nullish(),
  }),
  async run(ctx, input, tx) {
    const chosen = input.providerId ? await loadProvider(tx, ctx.workspaceNo, input.providerId) : null;
    const provider = await providerForSending(tx, ctx.workspaceNo, chosen?.providerNo ?? null);
    if (!provider) throw new AppError("CONFLICT", "Add a provider first.");
    // Refuses, naming the part, when it does not compile; nothing is queued then.
    const frozen = await freezeContent(tx, ctx.workspaceNo, input.document);
    await compileEmail(frozen.document, {
      ...frozen.look,
      workspaceName: "",
      postalAddress: null,
      timeZone: "UTC",
      locale: "en",
      currency: "EUR",
    });
    const contactNo = input.contactId ? await contactNoOf(tx, ctx.workspaceNo, input.contactId) : 0;
    const content: FrozenContent = {
      ...frozen,
      purpose: "test",
      fromEmail: provider.fromEmail,
      fromName: input.fromName || provider.fromName,
      replyTo: input.replyTo || null,
      campaignName: input.campaignName ?? null,
      missingValues: "blank",
    };
    const runNo = await takeNumbers(tx, ctx.workspaceNo, "run");
    const id = uuidv7(ctx.now);
    const addresses = [...new Map(input.addresses.map((a) => [normaliseEmail(a), a])).values()];
    const base = { workspaceNo: ctx.workspaceNo, runNo };
    await tx.insert(sendRuns).values({
      ...base,
      id,
      kind: "test",
      sourceNo: null,
      launchKey: id,
      state: "ready",
      providerNo: provider.providerNo,
      content,
      audienceAt: ctx.now,
      audienceCount: addresses.length,
      queuedCount: addresses.length,
      createdAt: ctx.now,
    });
    await tx
      .insert(runRecipients)
      .values(addresses.map((toAddress, seq) => ({ ...base, batchNo: 1, seq, contactNo, toAddress })));
    await tx.insert(sendBatches).values({ ...base, batchNo: 1, size: addresses.length });
    return {
      result: { runId: id, addresses: addresses.length, provider: provider.name },
      audit: {
        action: "delivery.send-test",
        entityType: "run",
        entityId: id,
        changes: { addresses: addresses.length },
      },
      events: [{ name: "delivery.run-ready", data: { workspaceNo: ctx.workspaceNo, runNo } }],
    };
  },
});

async function contactNoOf(tx: Tx, workspaceNo: number, id: string): Promise<number> {
  const [row] = await tx
    .select({ contactNo: contacts.contactNo })
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), eq(contacts.id, id)));
  if (!row) throw notFound("contact");
  return row.contactNo;
}
