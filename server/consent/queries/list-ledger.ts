import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import type { ChainCheck } from "@/contracts/chain";
import type { ConsentChannel, ConsentSource, LedgerState } from "@/contracts/consent";
import { idOf, publicId } from "@/contracts/ids";
import { consentLedger, topics } from "@/drizzle/schema/consent";
import { contacts } from "@/drizzle/schema/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { lastChainCheck } from "@/server/platform/hash-chain";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadTopic } from "../topics";

export type LedgerLine = {
  position: number;
  at: string;
  contactId: string | null;
  email: string | null;
  channel: ConsentChannel;
  topic: string | null;
  state: LedgerState;
  source: ConsentSource;
  evidence: string | null;
};

/** The whole record of the workspace, newest first; leans on its primary key. */
export const listLedger = defineQuery({
  name: "consent.ledger",
  permission: "consent:read",
  input: pageInput.extend({ topicId: idOf("topic").optional() }),
  async run(ctx, input, tx): Promise<Page<LedgerLine>> {
    const after = decodeCursor(input.cursor, z.tuple([z.number()]));
    const topic = input.topicId ? await loadTopic(tx, ctx.workspaceNo, input.topicId) : null;
    const rows = await tx
      .select({ row: consentLedger, topic: topics.name, contactId: contacts.id, email: contacts.email })
      .from(consentLedger)
      .leftJoin(
        topics,
        and(eq(topics.workspaceNo, consentLedger.workspaceNo), eq(topics.topicNo, consentLedger.topicNo)),
      )
      .leftJoin(
        contacts,
        and(eq(contacts.workspaceNo, consentLedger.workspaceNo), eq(contacts.contactNo, consentLedger.contactNo)),
      )
      .where(
        and(
          eq(consentLedger.workspaceNo, ctx.workspaceNo),
          topic ? eq(consentLedger.topicNo, topic.topicNo) : undefined,
          after ? lt(consentLedger.chainNo, after[0]) : undefined,
        ),
      )
      .orderBy(desc(consentLedger.chainNo))
      .limit(input.limit + 1);
    const seesPii = allowed(ctx, "contact:pii");
    return toPage(
      rows,
      input.limit,
      ({ row }) => [row.chainNo],
      ({ row, topic: name, contactId, email }) => ({
        position: row.chainNo,
        at: row.at.toISOString(),
        contactId: contactId ? publicId("contact", contactId) : null,
        email: email && !seesPii ? maskEmail(email) : email,
        channel: row.channel,
        topic: name,
        state: row.state,
        source: row.source,
        evidence: row.evidence,
      }),
    );
  },
});

/** How long the record is, and what its last check found. */
export const getLedgerCheck = defineQuery({
  name: "consent.ledger-check",
  permission: "consent:read",
  input: z.object({}),
  run: (ctx, _input, tx): Promise<ChainCheck> => lastChainCheck(tx, ctx.workspaceNo, "consent_ledger"),
});
