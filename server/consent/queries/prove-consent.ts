import "server-only";
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import { z } from "zod";
import type { ConsentProof, ProofEntry } from "@/contracts/consent-proof";
import { idOf, publicId } from "@/contracts/ids";
import { workspaces } from "@/drizzle/schema/access";
import { consentLedger, topics } from "@/drizzle/schema/consent";
import { chainHeads } from "@/drizzle/schema/platform";
import { loadContact, personNumbers } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError, notFound } from "@/server/platform/errors";
import { lastChainCheck } from "@/server/platform/hash-chain";
import { type LedgerEntry, replayConsent } from "../rules/replay-consent";

const RULE =
  "hash = SHA-256(hash of the row before + the row as JSON with sorted keys, without null values and without its hashes)";
const MAX_ENTRIES = 10_000;

/** Proof of consent for one person on one date: the rows up to then, and what was in force by replaying them. */
export const proveConsent = defineQuery({
  name: "consent.prove",
  permission: "consent:read",
  input: z.object({
    contactId: idOf("contact"),
    /** Default: now. */
    at: z.iso.datetime({ offset: true }).optional(),
  }),
  async run(ctx, input, tx): Promise<ConsentProof> {
    demand(ctx, "contact:pii");
    const contact = await loadContact(tx, ctx.workspaceNo, input.contactId);
    const at = input.at ? new Date(input.at) : ctx.now;
    if (at.getTime() > ctx.now.getTime() + 60_000)
      throw new AppError(
        "VALIDATION_ERROR",
        "at: Nothing can be proven about the future. Choose a moment that has been.",
        {
          field: "at",
        },
      );
    const [workspace] = await tx.select().from(workspaces).where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    if (!workspace) throw notFound("workspace");
    const rows = await tx
      .select({ row: consentLedger, topic: topics.name })
      .from(consentLedger)
      .leftJoin(
        topics,
        and(eq(topics.workspaceNo, consentLedger.workspaceNo), eq(topics.topicNo, consentLedger.topicNo)),
      )
      .where(
        and(
          eq(consentLedger.workspaceNo, ctx.workspaceNo),
          inArray(consentLedger.contactNo, await personNumbers(tx, ctx.workspaceNo, contact.contactNo)),
          lte(consentLedger.at, at),
        ),
      )
      .orderBy(asc(consentLedger.chainNo))
      .limit(MAX_ENTRIES);
    const entries = rows.map(({ row, topic }): LedgerEntry & { shown: ProofEntry } => ({
      ...row,
      shown: {
        position: row.chainNo,
        at: row.at.toISOString(),
        channel: row.channel,
        topic: row.topicNo === 0 ? null : (topic ?? `Topic ${row.topicNo}`),
        state: row.state,
        source: row.source,
        wording: row.wording,
        evidence: row.evidence,
        ip: row.ip,
        actor: { type: row.actorType, id: row.actorType === "recipient" ? null : row.actorId },
        prevHash: row.prevHash.toString("hex"),
        hash: row.hash.toString("hex"),
      },
    }));
    const check = await lastChainCheck(tx, ctx.workspaceNo, "consent_ledger");
    const [head] = await tx
      .select({ hash: chainHeads.lastHash })
      .from(chainHeads)
      .where(and(eq(chainHeads.workspaceNo, ctx.workspaceNo), eq(chainHeads.chain, "consent_ledger")));
    return {
      object: "consent_proof",
      workspace: { name: workspace.name, postalAddress: workspace.postalAddress },
      contact: {
        id: publicId("contact", contact.id),
        externalId: contact.externalId,
        email: contact.email,
        name: [contact.firstName, contact.lastName].filter(Boolean).join(" ") || null,
      },
      at: at.toISOString(),
      generatedAt: ctx.now.toISOString(),
      inForce: replayConsent(entries).map(({ shown }) => ({
        channel: shown.channel,
        topic: shown.topic,
        state: shown.state,
        source: shown.source,
        at: shown.at,
        position: shown.position,
      })),
      entries: entries.map(({ shown }) => shown),
      chain: {
        length: check.rows,
        head: head?.hash.toString("hex") ?? null,
        checkedAt: check.checkedAt,
        fault: check.fault,
        rule: RULE,
      },
    };
  },
});
