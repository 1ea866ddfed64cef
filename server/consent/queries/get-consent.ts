import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Channel } from "@/contracts/channels";
import type { ConsentSource, ConsentState, SuppressionReason } from "@/contracts/consent";
import type { SkipReason } from "@/contracts/delivery";
import { idOf, publicId } from "@/contracts/ids";
import { consentLedger, consentState, suppressions } from "@/drizzle/schema/consent";
import { contacts } from "@/drizzle/schema/contacts";
import { loadContact, personNumbers } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { eligibilitySql } from "../eligibility";
import { currentConsent } from "../store";

export type ConsentEvent = {
  channel: Channel;
  state: ConsentState;
  source: ConsentSource;
  wording: string | null;
  evidence: string | null;
  actorType: string;
  at: string;
};
export type ContactConsent = {
  channel: "email";
  state: ConsentState | "none";
  source: ConsentSource | null;
  since: string | null;
  suppression: { reason: SuppressionReason; note: string | null; at: string } | null;
  /** Why a marketing e-mail would not be sent now; null when it would. */
  refusal: SkipReason | null;
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
    const current = await currentConsent(tx, ctx.workspaceNo, contact.contactNo, "email");
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
    const history = await tx
      .select()
      .from(consentLedger)
      .where(
        and(
          eq(consentLedger.workspaceNo, ctx.workspaceNo),
          inArray(consentLedger.contactNo, await personNumbers(tx, ctx.workspaceNo, contact.contactNo)),
        ),
      )
      .orderBy(desc(consentLedger.ledgerNo))
      .limit(200);
    return {
      channel: "email",
      state: current?.state ?? "none",
      source: current?.source ?? null,
      since: current?.at.toISOString() ?? null,
      suppression: suppression ? { ...suppression, at: suppression.at.toISOString() } : null,
      refusal: verdict?.refusal ?? null,
      history: history.map(({ channel, state, source, wording, evidence, actorType, at }) => ({
        channel,
        state,
        source,
        wording,
        evidence,
        actorType,
        at: at.toISOString(),
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
