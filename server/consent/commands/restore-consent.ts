import "server-only";
import { z } from "zod";
import { CHANNELS } from "@/contracts/channels";
import { currentContactNo, findContactByNo, lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError, notFound } from "@/server/platform/errors";
import { decideRestore, instantOf } from "../rules/decide-consent";
import { consentBefore, currentConsent, recordConsent } from "../store";

/** "That was a mistake" on the recipient's own page: takes back their own no, if there was a yes before it. Idempotent. */
export const restoreConsent = defineCommand({
  name: "consent.restore",
  permission: "consent:write",
  alsoBy: ["recipient"],
  input: z.object({
    contactNo: z.number().int().positive(),
    channel: z.enum(CHANNELS).default("email"),
    evidence: z.string().max(500).optional(),
    ip: z.string().max(64).optional(),
  }),
  async run(ctx, input, tx) {
    if (ctx.actor.type !== "recipient" || ctx.actor.contactNo !== input.contactNo)
      throw new AppError("FORBIDDEN", "Only the person can take back their own opt-out.");
    await lockAddresses(tx, ctx.workspaceNo);
    const { channel, evidence, ip } = input;
    const contactNo = await currentContactNo(tx, ctx.workspaceNo, input.contactNo);
    const current = await currentConsent(tx, ctx.workspaceNo, contactNo, channel);
    const decision = decideRestore(current, await consentBefore(tx, ctx.workspaceNo, contactNo, channel));
    if (!decision.ok) throw new AppError(decision.code, decision.reason);
    if (!decision.change) return { result: { changed: false }, audit: { none: "consent was in force" }, events: [] };
    const contact = await findContactByNo(tx, ctx.workspaceNo, contactNo);
    if (!contact) throw notFound("contact");
    const at = instantOf(ctx.now, current);
    await recordConsent(tx, ctx, { contactNo, channel, state: "granted", source: "recipient_page", at, evidence, ip });
    return {
      result: { changed: true },
      audit: { action: "consent.restore", entityType: "contact", entityId: contact.id, changes: { channel } },
      events: [{ name: "consent.granted", data: { workspaceNo: ctx.workspaceNo, contactNo, channel } }],
    };
  },
});
