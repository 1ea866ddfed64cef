import "server-only";
import { z } from "zod";
import { CHANNELS } from "@/contracts/channels";
import { currentContactNo, findContactByNo, lockAddresses, onceReachedThrough } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { decideDenial, decideDenialOfAll } from "../rules/decide-consent";
import { type ConsentEntry, currentConsent, instantOfNo, lastTopicYes, recordConsent } from "../store";

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
    /** 0: marketing as a whole, else one topic of it. */
    topicNo: z.number().int().min(0).default(0),
    source: z.enum(["recipient_one_click", "recipient_page", "provider"]),
    /** Such as the message that carried the link. */
    evidence: z.string().max(500).optional(),
    ip: z.string().max(64).optional(),
  }),
  async run(ctx, input, tx) {
    if (ctx.actor.type === "recipient" && ctx.actor.contactNo !== input.contactNo)
      throw new AppError("FORBIDDEN", "This link belongs to somebody else.");
    await lockAddresses(tx, ctx.workspaceNo);
    const { workspaceNo } = ctx;
    const contactNo = await currentContactNo(tx, workspaceNo, input.contactNo);
    // A message may have come to an address that a merge, undone since, had lent to this contact: its owner said no.
    const all = [contactNo, ...(await onceReachedThrough(tx, workspaceNo, contactNo))];
    const outcomes = [];
    for (const no of all) outcomes.push(await deny(tx, ctx, no, input));
    const denied = outcomes.filter((outcome) => outcome !== null);
    return {
      result: { changed: denied.length > 0 },
      audit: denied.length > 0 ? denied.map(({ audit }) => audit) : { none: "they had already said no" },
      events: denied.map(({ event }) => event),
    };
  },
});

type Denial = Pick<ConsentEntry, "channel" | "topicNo" | "source" | "evidence" | "ip">;

/** Records the no; null when it was said before. */
async function deny(tx: Tx, ctx: Ctx, contactNo: number, denial: Denial) {
  const { channel, topicNo, source, evidence, ip } = denial;
  const scope = { contactNo, channel, topicNo };
  const current = await currentConsent(tx, ctx.workspaceNo, scope);
  const decision =
    topicNo > 0 ? decideDenial(current) : decideDenialOfAll(current, await lastTopicYes(tx, ctx.workspaceNo, scope));
  if (!decision.ok || !decision.change) return null;
  const contact = await findContactByNo(tx, ctx.workspaceNo, contactNo);
  const at = await instantOfNo(tx, ctx.workspaceNo, scope, ctx.now, current);
  await recordConsent(tx, ctx, { ...scope, state: "denied", source, at, evidence, ip });
  return {
    audit: {
      action: "consent.revoke",
      entityType: "contact",
      entityId: contact?.id ?? null,
      changes: { channel, topicNo, source, from: current?.state ?? "none", to: "denied" },
    },
    event: {
      name: "consent.revoked" as const,
      data: { workspaceNo: ctx.workspaceNo, ...scope, source },
    },
  };
}
