import "server-only";
import { z } from "zod";
import { findContactByNo, lockAddresses } from "@/server/contacts";
import { defineCommand, none } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { instantOf, instantOfTopicYes } from "../rules/decide-consent";
import { currentConsent, recordConsent } from "../store";
import { openTopics } from "../topics";

const proof = {
  contactNo: z.number().int().positive(),
  wording: z.string().max(2000),
  evidence: z.string().max(500),
  ip: z.string().max(64).optional(),
};

/**
 * Somebody entered this person's address in a form. Where the form, a topic or an earlier no asks for a confirmation,
 * the ledger gets `pending`, which never replaces a yes or a no; else the yes. `needsConfirmation` says whether a mail
 * has to go out; who has everything already needs none.
 */
export const askConsent = defineCommand({
  name: "consent.ask",
  permission: "consent:write",
  input: z.object({
    ...proof,
    topicIds: z.array(z.uuid()).max(20),
    doubleOptIn: z.boolean(),
    /** The browser's opt-out preference signal came with the form. */
    hasSignal: z.boolean(),
  }),
  async run(ctx, input, tx) {
    await lockAddresses(tx, ctx.workspaceNo);
    const contact = await findContactByNo(tx, ctx.workspaceNo, input.contactNo);
    if (!contact) throw notFound("contact");
    const rows = await openTopics(tx, ctx.workspaceNo, input.topicIds);
    // A private topic cannot be joined from outside.
    const topics = rows.filter((topic) => topic.visibility === "public");
    const wanted =
      input.topicIds.length === 0
        ? [{ topicNo: 0, doubleOptIn: false }]
        : topics.map(({ topicNo, doubleOptIn }) => ({ topicNo, doubleOptIn }));
    const all = await currentConsent(tx, ctx.workspaceNo, { ...input, channel: "email", topicNo: 0 });
    const open: number[] = [];
    let needsConfirmation = false;
    for (const { topicNo, doubleOptIn } of wanted) {
      const scope = { contactNo: input.contactNo, channel: "email" as const, topicNo };
      const current = await currentConsent(tx, ctx.workspaceNo, scope);
      const hasIt = current?.state === "granted" && !(all?.state === "denied" && all.at >= current.at);
      if (hasIt && !(doubleOptIn && current.source !== "double_opt_in" && current.source !== "recipient_page"))
        continue;
      const mustConfirm = input.doubleOptIn || doubleOptIn || current?.state === "denied" || all?.state === "denied";
      needsConfirmation ||= mustConfirm;
      open.push(topicNo);
      const { wording, evidence, ip } = input;
      const state = mustConfirm ? ("pending" as const) : ("granted" as const);
      const at = instantOf(ctx.now, current);
      await recordConsent(tx, ctx, { ...scope, state, source: "form", at, wording, evidence, ip });
    }
    if (input.hasSignal) await refuseSale(tx, ctx, input);
    return {
      result: { topicNos: open, needsConfirmation },
      audit:
        open.length === 0
          ? none("they had it already")
          : {
              action: "consent.ask",
              entityType: "contact",
              entityId: contact.id,
              changes: { topicNos: open, needsConfirmation, by: input.evidence },
            },
      events: [],
    };
  },
});

async function refuseSale(
  tx: Tx,
  ctx: Ctx,
  input: { contactNo: number; evidence: string; ip?: string | undefined },
): Promise<void> {
  const scope = { contactNo: input.contactNo, channel: "sale" as const, topicNo: 0 };
  const current = await currentConsent(tx, ctx.workspaceNo, scope);
  if (current?.state === "denied") return;
  const evidence = `${input.evidence}, header Sec-GPC: 1`;
  await recordConsent(tx, ctx, {
    ...scope,
    state: "denied",
    source: "gpc",
    at: instantOf(ctx.now, current),
    evidence,
    ip: input.ip,
  });
}

/** The person pressed the button in their confirmation mail: the yes, for what they were asked. Idempotent. */
export const confirmConsent = defineCommand({
  name: "consent.confirm",
  permission: "consent:write",
  alsoBy: ["recipient"],
  input: z.object({ ...proof, topicNos: z.array(z.number().int().min(0)).max(20), since: z.date() }),
  async run(ctx, input, tx) {
    await lockAddresses(tx, ctx.workspaceNo);
    const contact = await findContactByNo(tx, ctx.workspaceNo, input.contactNo);
    if (!contact) throw notFound("contact");
    const all = await currentConsent(tx, ctx.workspaceNo, { ...input, channel: "email", topicNo: 0 });
    const { contactNo, wording, evidence, ip } = input;
    const granted: number[] = [];
    for (const topicNo of input.topicNos) {
      const scope = { contactNo, channel: "email" as const, topicNo };
      const current = await currentConsent(tx, ctx.workspaceNo, scope);
      // A no said after the sign-up stands; an old link must not undo it.
      const no = [current, all].some((said) => said?.state === "denied" && said.at > input.since);
      if (no || (current?.state === "granted" && current.source === "double_opt_in" && current.at > input.since))
        continue;
      const at = topicNo > 0 ? instantOfTopicYes(ctx.now, current, all) : instantOf(ctx.now, current);
      await recordConsent(tx, ctx, { ...scope, state: "granted", source: "double_opt_in", at, wording, evidence, ip });
      granted.push(topicNo);
    }
    const data = { workspaceNo: ctx.workspaceNo, contactNo, channel: "email" };
    return {
      result: { granted },
      audit:
        granted.length === 0
          ? none("nothing was open")
          : { action: "consent.confirm", entityType: "contact", entityId: contact.id, changes: { topicNos: granted } },
      events: granted.length === 0 ? [] : [{ name: "consent.granted", data }],
    };
  },
});
