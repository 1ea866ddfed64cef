import "server-only";
import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { CapPeriod, ConsentChannel, ConsentSource, ConsentState, SuppressionReason } from "@/contracts/consent";
import type { SkipReason } from "@/contracts/delivery";
import { idOf, publicId } from "@/contracts/ids";
import { consentLedger, consentState, suppressions, topics } from "@/drizzle/schema/consent";
import { contacts } from "@/drizzle/schema/contacts";
import { loadContact, personNumbers } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { eligibilitySql } from "../eligibility";
import { preferencesOf } from "../preferences";
import { currentConsent } from "../store";

export type ConsentEvent = {
  /** Position in the workspace's ledger. */
  position: number;
  channel: ConsentChannel;
  /** Null: marketing as a whole. */
  topic: string | null;
  state: ConsentState;
  source: ConsentSource;
  wording: string | null;
  evidence: string | null;
  ip: string | null;
  actorType: string;
  at: string;
};
export type TopicConsent = {
  id: string;
  name: string;
  /** none: nothing was said; `byDefault` says what that means. */
  state: ConsentState | "none";
  byDefault: boolean;
  since: string | null;
};
export type ContactConsent = {
  channel: "email";
  state: ConsentState | "none";
  source: ConsentSource | null;
  since: string | null;
  suppression: { reason: SuppressionReason; note: string | null; at: string } | null;
  /** Why a marketing e-mail would not be sent now; null when it would. */
  refusal: SkipReason | null;
  topics: TopicConsent[];
  doNotSell: { since: string; source: ConsentSource } | null;
  preferences: { pausedUntil: string | null; cap: { count: number; period: CapPeriod } | null };
  /** Newest first, the last 200. */
  history: ConsentEvent[];
};

/** What one person agreed to, since when, by which proof, and whether they would be written to now. */
export const getConsent = defineQuery({
  name: "consent.get",
  permission: "consent:read",
  input: z.object({ contactId: idOf("contact") }),
  async run(ctx, { contactId }, tx): Promise<ContactConsent> {
    const contact = await loadContact(tx, ctx.workspaceNo, contactId);
    const scope = { contactNo: contact.contactNo, channel: "email", topicNo: 0 } as const;
    const current = await currentConsent(tx, ctx.workspaceNo, scope);
    const { joins, reason } = eligibilitySql({ purpose: "marketing", channel: "email", refuseDemo: false });
    const [verdict] = await tx.execute<{ refusal: SkipReason | null }>(sql`
      select ${sql.raw(reason)} as refusal from contacts c ${sql.raw(joins)}
       where c.workspace_no = ${ctx.workspaceNo} and c.contact_no = ${contact.contactNo}`);
    const [suppression] = await tx
      .select({ reason: suppressions.reason, note: suppressions.note, at: suppressions.at })
      .from(suppressions)
      .where(
        and(
          eq(suppressions.workspaceNo, ctx.workspaceNo),
          eq(suppressions.channel, "email"),
          eq(suppressions.addressKey, contact.emailKey ?? ""),
        ),
      );
    const rows = await tx
      .select({ entry: consentLedger, topic: topics.name })
      .from(consentLedger)
      .leftJoin(
        topics,
        and(eq(topics.workspaceNo, consentLedger.workspaceNo), eq(topics.topicNo, consentLedger.topicNo)),
      )
      .where(
        and(
          eq(consentLedger.workspaceNo, ctx.workspaceNo),
          inArray(consentLedger.contactNo, await personNumbers(tx, ctx.workspaceNo, contact.contactNo)),
        ),
      )
      .orderBy(desc(consentLedger.chainNo))
      .limit(200);
    const sale = await currentConsent(tx, ctx.workspaceNo, { ...scope, channel: "sale" });
    return {
      channel: "email",
      state: current?.state ?? "none",
      source: current?.source ?? null,
      since: current?.at.toISOString() ?? null,
      suppression: suppression ? { ...suppression, at: suppression.at.toISOString() } : null,
      refusal: verdict?.refusal ?? null,
      topics: await topicConsents(tx, ctx.workspaceNo, contact.contactNo),
      doNotSell: sale?.state === "denied" ? { since: sale.at.toISOString(), source: sale.source } : null,
      preferences: await preferencesOf(tx, ctx.workspaceNo, contact.contactNo, ctx.now),
      history: rows.map(({ entry, topic }) => ({
        position: entry.chainNo,
        channel: entry.channel,
        topic,
        state: entry.state,
        source: entry.source,
        wording: entry.wording,
        evidence: entry.evidence,
        ip: entry.ip,
        actorType: entry.actorType,
        at: entry.at.toISOString(),
      })),
    };
  },
});

/** Every topic in use, with what this person said about it. */
async function topicConsents(tx: Tx, workspaceNo: number, contactNo: number): Promise<TopicConsent[]> {
  const rows = await tx
    .select({ topic: topics, state: consentState.state, at: consentState.at })
    .from(topics)
    .leftJoin(
      consentState,
      and(
        eq(consentState.workspaceNo, topics.workspaceNo),
        eq(consentState.contactNo, contactNo),
        eq(consentState.channel, "email"),
        eq(consentState.topicNo, topics.topicNo),
      ),
    )
    .where(and(eq(topics.workspaceNo, workspaceNo), isNull(topics.archivedAt)))
    .orderBy(topics.position, topics.topicNo);
  return rows.map(({ topic, state, at }) => ({
    id: publicId("topic", topic.id),
    name: topic.name,
    state: state ?? "none",
    byDefault: topic.defaultIn,
    since: at?.toISOString() ?? null,
  }));
}

/** The e-mail consent of up to 100 people by their public id, for a table; people without any are left out. */
export const listConsentStates = defineQuery({
  name: "consent.states",
  permission: "consent:read",
  input: z.object({ contactIds: z.array(idOf("contact")).max(100) }),
  async run(ctx, { contactIds }, tx): Promise<Record<string, ConsentState>> {
    if (contactIds.length === 0) return {};
    const rows = await tx
      .select({ id: contacts.id, state: consentState.state })
      .from(contacts)
      .innerJoin(
        consentState,
        and(
          eq(consentState.workspaceNo, contacts.workspaceNo),
          eq(consentState.contactNo, contacts.contactNo),
          eq(consentState.channel, "email"),
          eq(consentState.topicNo, 0),
        ),
      )
      .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), inArray(contacts.id, contactIds)));
    return Object.fromEntries(rows.map((row) => [publicId("contact", row.id), row.state]));
  },
});
