import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { type SendingRecord, sendingDomainSchema } from "@/contracts/sending-domains";
import { dkimKeys, sendingDomains } from "@/drizzle/schema/channels";
import { defineCommand, none } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { loadDomain, toDomain } from "../domains";
import { statusOf } from "../rules/domain-records";

const keySchema = z.object({ selector: z.string(), privateSealed: z.string(), publicKey: z.string() });

/** Stores a domain with its first key; the process around it makes the key. */
export const storeDomain = defineCommand({
  name: "sending-domain.add",
  permission: "provider:manage",
  input: z.object({ domain: sendingDomainSchema, key: keySchema }),
  async run(ctx, { domain, key }, tx) {
    const domainNo = await takeNumbers(tx, ctx.workspaceNo, "sending_domain");
    const [row] = await tx
      .insert(sendingDomains)
      .values({
        workspaceNo: ctx.workspaceNo,
        domainNo,
        id: uuidv7(ctx.now),
        domain,
        records: [],
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new AppError("CONFLICT", `${domain} is on the list already.`, { field: "domain" });
    await tx.insert(dkimKeys).values({ workspaceNo: ctx.workspaceNo, domainNo, ...key, createdAt: ctx.now });
    return {
      result: { domainId: row.id },
      audit: { action: "sending-domain.add", entityType: "sending_domain", entityId: row.id, changes: { domain } },
      events: [],
    };
  },
});

/** A second key beside the one in use. Signing moves over once its record is found; until then nothing changes. */
export const storeNextKey = defineCommand({
  name: "sending-domain.rotate-key",
  permission: "provider:manage",
  input: z.object({ domainId: idOf("sendingDomain"), key: keySchema }),
  async run(ctx, { domainId, key }, tx) {
    const { row, keys } = await loadDomain(tx, ctx.workspaceNo, domainId);
    if (keys.some(({ state }) => state === "waiting"))
      throw new AppError("CONFLICT", "A new key is waiting for its record already. Publish that one first.");
    await tx
      .insert(dkimKeys)
      .values({ workspaceNo: ctx.workspaceNo, domainNo: row.domainNo, ...key, createdAt: ctx.now });
    return {
      result: { domainId: row.id },
      audit: {
        action: "sending-domain.rotate-key",
        entityType: "sending_domain",
        entityId: row.id,
        changes: { domain: row.domain, selector: key.selector },
      },
      events: [],
    };
  },
});

/** Takes a domain off the list. Messages from it leave unsigned from then on. */
export const removeDomain = defineCommand({
  name: "sending-domain.remove",
  permission: "provider:manage",
  input: z.object({ domainId: idOf("sendingDomain") }),
  async run(ctx, { domainId }, tx) {
    const { row } = await loadDomain(tx, ctx.workspaceNo, domainId);
    const own = <T extends typeof dkimKeys | typeof sendingDomains>(table: T) =>
      and(eq(table.workspaceNo, ctx.workspaceNo), eq(table.domainNo, row.domainNo));
    await tx.delete(dkimKeys).where(own(dkimKeys));
    await tx.delete(sendingDomains).where(own(sendingDomains));
    return {
      result: { id: publicId("sendingDomain", row.id) },
      audit: {
        action: "sending-domain.remove",
        entityType: "sending_domain",
        entityId: row.id,
        changes: { domain: row.domain },
      },
      events: [],
    };
  },
});

/**
 * Keeps what was found, settles which key signs and says when a domain broke or works again. A waiting key whose record
 * is there takes over; the one before it is retired in the same transaction, so exactly one signs.
 */
export const recordDomainCheck = defineCommand({
  name: "sending-domain.record-check",
  permission: "provider:manage",
  input: z.object({ domainId: idOf("sendingDomain"), records: z.array(z.custom<SendingRecord>()) }),
  async run(ctx, { domainId, records }, tx) {
    const parts = await loadDomain(tx, ctx.workspaceNo, domainId);
    const { row, keys } = parts;
    const isThere = (selector: string) => records.some(({ id, state }) => id === `dkim:${selector}` && state === "ok");
    const next = keys.find(({ state, selector }) => state === "waiting" && isThere(selector));
    if (next) {
      const others = and(eq(dkimKeys.workspaceNo, ctx.workspaceNo), eq(dkimKeys.domainNo, row.domainNo));
      await tx
        .update(dkimKeys)
        .set({ state: "retired", retiredAt: ctx.now })
        .where(and(others, eq(dkimKeys.state, "active"), ne(dkimKeys.selector, next.selector)));
      await tx
        .update(dkimKeys)
        .set({ state: "active" })
        .where(and(others, eq(dkimKeys.selector, next.selector)));
    }
    const status = statusOf(records, row.status);
    const brokenSince = status === "broken" ? (row.brokenSince ?? ctx.now) : null;
    await tx
      .update(sendingDomains)
      .set({ records, status, brokenSince, checkedAt: ctx.now, updatedAt: ctx.now })
      .where(and(eq(sendingDomains.workspaceNo, ctx.workspaceNo), eq(sendingDomains.domainNo, row.domainNo)));
    const hasTurned = status !== row.status && (status === "broken" || status === "verified");
    const data = { workspaceNo: ctx.workspaceNo, domainNo: row.domainNo };
    return {
      result: toDomain(await loadDomain(tx, ctx.workspaceNo, domainId)),
      audit: hasTurned
        ? {
            action: `sending-domain.${status}`,
            entityType: "sending_domain",
            entityId: row.id,
            changes: { domain: row.domain },
          }
        : none("looking at DNS and finding what was known changes nothing"),
      events: hasTurned
        ? [
            {
              name: status === "broken" ? ("sending-domain.broken" as const) : ("sending-domain.verified" as const),
              data,
            },
          ]
        : [],
    };
  },
});
