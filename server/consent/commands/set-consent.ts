import "server-only";
import { setConsentSchema } from "@/contracts/consent";
import { loadContact, lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { decideDenial, decideGrant, instantOf } from "../rules/decide-consent";
import { currentConsent, recordConsent } from "../store";
import { loadTopic } from "../topics";

/** A member or API key records what a person said. Setting what is already so writes nothing. */
export const setConsent = defineCommand({
  name: "consent.set",
  permission: "consent:write",
  input: setConsentSchema,
  async run(ctx, input, tx) {
    await lockAddresses(tx, ctx.workspaceNo);
    const contact = await loadContact(tx, ctx.workspaceNo, input.contactId);
    const topic = input.topicId ? await loadTopic(tx, ctx.workspaceNo, input.topicId) : null;
    const scope = { contactNo: contact.contactNo, channel: input.channel, topicNo: topic?.topicNo ?? 0 };
    const current = await currentConsent(tx, ctx.workspaceNo, scope);
    const by = ctx.actor.type === "member" || ctx.actor.type === "api_key" ? ctx.actor.type : "other";
    const decision = input.state === "denied" ? decideDenial(current) : decideGrant(current, by, input.evidence);
    if (!decision.ok)
      throw new AppError(decision.code, `evidence: ${decision.reason}`, { field: "evidence", reason: decision.reason });
    if (!decision.change)
      return { result: { state: input.state, changed: false }, audit: { none: "nothing changed" }, events: [] };
    const source = by === "api_key" ? ("api" as const) : ("member" as const);
    await recordConsent(tx, ctx, {
      ...scope,
      state: input.state,
      source,
      at: instantOf(ctx.now, current),
      wording: input.wording,
      evidence: input.evidence,
    });
    const data = { workspaceNo: ctx.workspaceNo, ...scope };
    return {
      result: { state: input.state, changed: true },
      audit: {
        action: input.state === "granted" ? "consent.grant" : "consent.revoke",
        entityType: "contact",
        entityId: contact.id,
        changes: {
          channel: input.channel,
          ...(topic ? { topic: topic.name } : {}),
          from: current?.state ?? "none",
          to: input.state,
        },
      },
      events: [
        input.state === "granted"
          ? { name: "consent.granted", data }
          : { name: "consent.revoked", data: { ...data, source } },
      ],
    };
  },
});
