import "server-only";
import { z } from "zod";
import { CHANNELS } from "@/contracts/channels";
import { currentContactNo, findContactByNo, lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError, notFound } from "@/server/platform/errors";
import { decideRestore, instantOf } from "../rules/decide-consent";
import { consentBefore, currentConsent, recordConsent } from "../store";
import { findTopicByNo } from "../topics";

/** "That was a mistake" on the recipient's own page: takes back their own no, if there was a yes before it. Idempotent. */
export const restoreConsent = defineCommand({
  name: "consent.restore",
  permission: "consent:write",
  alsoBy: ["recipient"],
  input: z.object({
    contactNo: z.number().int().positive(),
    channel: z.enum(CHANNELS).default("email"),
    /** 0: marketing as a whole. */
    topicNo: z.number().int().min(0).default(0),
    evidence: z.string().max(500).optional(),
    ip: z.string().max(64).optional(),
  }),
  async run(ctx, input, tx) {
    if (ctx.actor.type !== "recipient" || ctx.actor.contactNo !== input.contactNo)
      throw new AppError("FORBIDDEN", "Only the person can take back their own opt-out.");
    await lockAddresses(tx, ctx.workspaceNo);
    const { channel, topicNo, evidence, ip } = input;
    const contactNo = await currentContactNo(tx, ctx.workspaceNo, input.contactNo);
    const scope = { contactNo, channel, topicNo };
    const current = await currentConsent(tx, ctx.workspaceNo, scope);
    const topic = topicNo > 0 ? await findTopicByNo(tx, ctx.workspaceNo, topicNo) : null;
    const before = await consentBefore(tx, ctx.workspaceNo, scope);
    const decision = decideRestore(current, before, topic?.defaultIn);
    if (!decision.ok) throw new AppError(decision.code, decision.reason);
    if (!decision.change) return { result: { changed: false }, audit: { none: "consent was in force" }, events: [] };
    const contact = await findContactByNo(tx, ctx.workspaceNo, contactNo);
    if (!contact) throw notFound("contact");
    const at = instantOf(ctx.now, current);
    await recordConsent(tx, ctx, { ...scope, state: "granted", source: "recipient_page", at, evidence, ip });
    return {
      result: { changed: true },
      audit: { action: "consent.restore", entityType: "contact", entityId: contact.id, changes: { channel, topicNo } },
      events: [{ name: "consent.granted", data: { workspaceNo: ctx.workspaceNo, ...scope } }],
    };
  },
});
