import "server-only";
import { z } from "zod";
import { CHANNELS } from "@/contracts/channels";
import { findContactByNo, lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { decideDenial, instantOf } from "../rules/decide-consent";
import { currentConsent, recordConsent } from "../store";

/**
 * The person says no: one-click header, unsubscribe page, or a provider on their behalf. Effective for every permit
 * asked after it returns, also for rows already queued. Idempotent: the second time writes nothing. A no to a contact
 * that was deleted meanwhile is still kept in the ledger. `workspaceNo` and the contact come from a signed token.
 */
export const revokeConsent = defineCommand({
  name: "consent.revoke",
  permission: "consent:write",
  alsoBy: ["recipient", "provider"],
  input: z.object({
    contactNo: z.number().int().positive(),
    channel: z.enum(CHANNELS).default("email"),
    source: z.enum(["recipient_one_click", "recipient_page", "provider"]),
    /** Such as the message that carried the link. */
    evidence: z.string().max(500).optional(),
    ip: z.string().max(64).optional(),
  }),
  async run(ctx, input, tx) {
    if (ctx.actor.type === "recipient" && ctx.actor.contactNo !== input.contactNo)
      throw new AppError("FORBIDDEN", "This link belongs to somebody else.");
    await lockAddresses(tx, ctx.workspaceNo);
    const current = await currentConsent(tx, ctx.workspaceNo, input.contactNo, input.channel);
    const decision = decideDenial(current);
    if (!decision.ok || !decision.change)
      return { result: { changed: false }, audit: { none: "they had already said no" }, events: [] };
    const contact = await findContactByNo(tx, ctx.workspaceNo, input.contactNo);
    const { contactNo, channel, source, evidence, ip } = input;
    await recordConsent(tx, ctx, {
      contactNo,
      channel,
      state: "denied",
      source,
      at: instantOf(ctx.now, current),
      evidence,
      ip,
    });
    return {
      result: { changed: true },
      audit: {
        action: "consent.revoke",
        entityType: "contact",
        entityId: contact?.id ?? null,
        changes: { channel, source, from: current?.state ?? "none", to: "denied" },
      },
      events: [{ name: "consent.revoked", data: { workspaceNo: ctx.workspaceNo, contactNo, channel, source } }],
    };
  },
});
