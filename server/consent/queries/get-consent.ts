import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type {
  CapPeriod,
  ConsentChannel,
  ConsentSource,
  ConsentState,
  LedgerState,
  SuppressionReason,
} from "@/contracts/consent";
import type { SkipReason } from "@/contracts/delivery";
import { idOf, publicId } from "@/contracts/ids";
import { consentLedger, consentState, suppressions, topics } from "@/drizzle/schema/consent";
import { contacts } from "@/drizzle/schema/contacts";
import { loadContact, personNumbers } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { eligibilitySql } from "../eligibility";
import { preferencesOf } from "../preferences";
import { openTopics } from "../topics";

export type ConsentEvent = {
  /** Position in the workspace's ledger. */
  position: number;
  channel: ConsentChannel;
  /** Null: marketing as a whole. */
  topic: string | null;
  state: LedgerState;
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
    const said = await tx
      .select()
      .from(consentState)
      .where(and(eq(consentState.workspaceNo, ctx.workspaceNo), eq(consentState.contactNo, contact.contactNo)));
    const about = (channel: ConsentChannel, topicNo: number) =>
      said.find((row) => row.channel === channel && row.topicNo === topicNo);
    const current = about("email", 0);
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
    const sale = about("sale", 0);
    const offered = await openTopics(tx, ctx.workspaceNo);
    return {
      channel: "email",
      state: current?.state ?? "none",
      source: current?.source ?? null,
      since: current?.at.toISOString() ?? null,
      suppression: suppression ? { ...suppression, at: suppression.at.toISOString() } : null,
      refusal: verdict?.refusal ?? null,
      topics: offered.map((topic) => {
        const own = about("email", topic.topicNo);
        return {
          id: publicId("topic", topic.id),
          name: topic.name,
          state: own?.state ?? "none",
          byDefault: topic.defaultIn,
          since: own?.at.toISOString() ?? null,
        };
      }),
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
