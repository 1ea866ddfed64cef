import "server-only";
import { z } from "zod";
import { CAP_PERIODS, PAUSE_DAYS } from "@/contracts/consent";
import { contactPreferences } from "@/drizzle/schema/consent";
import { findContactByNo, lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { instantOf, instantOfTopicYes } from "../rules/decide-consent";
import { currentConsent, recordConsent } from "../store";
import { openTopics } from "../topics";

const DAY_MS = 86_400_000;
const proof = { evidence: z.string().max(500), ip: z.string().max(64).optional() };

/**
 * What a person chose on their own page: each topic shown to them, a pause, a limit. Only what differs is written; in
 * force before it returns. A topic they were not shown stays as it is, and a private one cannot be joined here.
 */
export const choosePreferences = defineCommand({
  name: "consent.choose",
  permission: "consent:write",
  alsoBy: ["recipient"],
  input: z.object({
    contactNo: z.number().int().positive(),
    topics: z.array(z.object({ topicId: z.uuid(), wanted: z.boolean(), wording: z.string().max(2000) })).max(200),
    /** Days from now; 0 ends a pause, without it nothing changes. */
    pauseDays: z.union([z.literal(0), z.literal(PAUSE_DAYS)]).optional(),
    /** Null: as many as are sent; without it nothing changes. */
    cap: z.object({ count: z.number().int().min(1).max(100), period: z.enum(CAP_PERIODS) }).nullish(),
    doNotSell: z.boolean().optional(),
    /** The browser sent its opt-out preference signal: that is a "do not sell", whatever the form says. */
    hasSignal: z.boolean().default(false),
    ...proof,
  }),
  async run(ctx, input, tx) {
    if (ctx.actor.type !== "recipient" || ctx.actor.contactNo !== input.contactNo)
      throw new AppError("FORBIDDEN", "Only the person can choose this.");
    await lockAddresses(tx, ctx.workspaceNo);
    const contact = await findContactByNo(tx, ctx.workspaceNo, input.contactNo);
    if (!contact) throw notFound("contact");
    const changes: Record<string, unknown> = {};
    for (const choice of input.topics) {
      const said = await chooseTopic(tx, ctx, choice, input);
      if (said) changes[said.name] = said.state;
    }
    const doNotSell = input.hasSignal || input.doNotSell;
    if (doNotSell !== undefined && (await chooseSale(tx, ctx, doNotSell, input))) changes.doNotSell = doNotSell;
    if (input.pauseDays !== undefined || input.cap !== undefined) {
      const set = {
        ...(input.pauseDays === undefined
          ? {}
          : { pausedUntil: input.pauseDays === 0 ? null : new Date(ctx.now.getTime() + input.pauseDays * DAY_MS) }),
        ...(input.cap === undefined
          ? {}
          : { capCount: input.cap?.count ?? null, capPeriod: input.cap?.period ?? null }),
        updatedAt: ctx.now,
      };
      await tx
        .insert(contactPreferences)
        .values({ workspaceNo: ctx.workspaceNo, contactNo: input.contactNo, ...set })
        .onConflictDoUpdate({ target: [contactPreferences.workspaceNo, contactPreferences.contactNo], set });
      if (input.pauseDays !== undefined) changes.pauseDays = input.pauseDays;
      if (input.cap !== undefined) changes.cap = input.cap;
    }
    if (Object.keys(changes).length === 0)
      return { result: { changed: false }, audit: { none: "it was so already" }, events: [] };
    return {
      result: { changed: true },
      audit: { action: "consent.choose", entityType: "contact", entityId: contact.id, changes },
      events: [],
    };
  },
});

type Choice = { topicId: string; wanted: boolean; wording: string };

/** One topic: what it is now, what was chosen, a row when the two differ. */
async function chooseTopic(
  tx: Tx,
  ctx: Ctx,
  choice: Choice,
  { contactNo, evidence, ip }: { contactNo: number; evidence: string; ip?: string | undefined },
): Promise<{ name: string; state: string } | null> {
  const [topic] = await openTopics(tx, ctx.workspaceNo, [choice.topicId]);
  if (!topic) return null;
  const scope = { contactNo, channel: "email" as const, topicNo: topic.topicNo };
  const all = await currentConsent(tx, ctx.workspaceNo, { ...scope, topicNo: 0 });
  const current = await currentConsent(tx, ctx.workspaceNo, scope);
  const isChosen = current?.state === "granted" && !(all?.state === "denied" && all.at >= current.at);
  const isIn = isChosen || (!current && topic.defaultIn && all?.state === "granted");
  if (choice.wanted === isIn && (isIn || current?.state === "denied" || !current)) return null;
  if (choice.wanted && topic.visibility === "private" && !current) return null;
  const state = choice.wanted ? ("granted" as const) : ("denied" as const);
  const at = choice.wanted ? instantOfTopicYes(ctx.now, current, all) : instantOf(ctx.now, current);
  const { wording } = choice;
  await recordConsent(tx, ctx, { ...scope, state, source: "recipient_page", at, wording, evidence, ip });
  return { name: topic.name, state };
}

/** "Do not sell or share my data", or its taking back; true when it was another before. */
async function chooseSale(
  tx: Tx,
  ctx: Ctx,
  doNotSell: boolean,
  input: { contactNo: number; hasSignal: boolean; evidence: string; ip?: string | undefined },
): Promise<boolean> {
  const scope = { contactNo: input.contactNo, channel: "sale" as const, topicNo: 0 };
  const current = await currentConsent(tx, ctx.workspaceNo, scope);
  if ((current?.state === "denied") === doNotSell) return false;
  await recordConsent(tx, ctx, {
    ...scope,
    state: doNotSell ? "denied" : "granted",
    source: input.hasSignal ? "gpc" : "recipient_page",
    at: instantOf(ctx.now, current),
    evidence: input.hasSignal ? `${input.evidence}, header Sec-GPC: 1` : input.evidence,
    ip: input.ip,
  });
  return true;
}
