import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { DomainStatus, SendingDomain } from "@/contracts/sending-domains";
import { dkimKeys, providers, sendingDomains } from "@/drizzle/schema/channels";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type DomainRow = typeof sendingDomains.$inferSelect;
type KeyRow = typeof dkimKeys.$inferSelect;
type ProviderRow = typeof providers.$inferSelect;

export const domainOfAddress = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

export type DomainParts = { row: DomainRow; keys: KeyRow[]; roads: ProviderRow[] };

/** Domains with their keys and the providers that send from them, in three statements. */
export async function loadDomains(tx: Tx, workspaceNo: number, only?: { id: string }): Promise<DomainParts[]> {
  const rows = await tx
    .select()
    .from(sendingDomains)
    .where(and(eq(sendingDomains.workspaceNo, workspaceNo), only ? eq(sendingDomains.id, only.id) : undefined))
    .orderBy(asc(sendingDomains.domain));
  if (rows.length === 0) return [];
  const numbers = rows.map(({ domainNo }) => domainNo);
  const [keys, roads] = await Promise.all([
    tx
      .select()
      .from(dkimKeys)
      .where(and(eq(dkimKeys.workspaceNo, workspaceNo), inArray(dkimKeys.domainNo, numbers)))
      .orderBy(asc(dkimKeys.createdAt), asc(dkimKeys.selector)),
    tx.select().from(providers).where(eq(providers.workspaceNo, workspaceNo)).orderBy(asc(providers.providerNo)),
  ]);
  return rows.map((row) => ({
    row,
    keys: keys.filter(({ domainNo }) => domainNo === row.domainNo),
    roads: roads.filter(({ kind, fromEmail }) => kind !== "local" && domainOfAddress(fromEmail) === row.domain),
  }));
}

export async function loadDomain(tx: Tx, workspaceNo: number, id: string): Promise<DomainParts> {
  const [found] = await loadDomains(tx, workspaceNo, { id });
  if (!found) throw notFound("sending domain");
  return found;
}

export const toDomain = ({ row, keys, roads }: DomainParts): SendingDomain => ({
  id: publicId("sendingDomain", row.id),
  domain: row.domain,
  status: row.status,
  records: row.records,
  keys: keys.map(({ selector, state, createdAt }) => ({ selector, state, createdAt: createdAt.toISOString() })),
  usedBy: roads.map(({ name }) => name),
  checkedAt: row.checkedAt?.toISOString() ?? null,
  brokenSince: row.brokenSince?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

/** What is known about the domain of a sender address: its own entry or that of the nearest parent; null when there is none. */
export async function senderDomainStatus(tx: Tx, workspaceNo: number, address: string): Promise<DomainStatus | null> {
  const labels = domainOfAddress(address).split(".");
  const names = labels.slice(0, -1).map((_, at) => labels.slice(at).join("."));
  if (names.length === 0) return null;
  const [row] = await tx
    .select({ status: sendingDomains.status })
    .from(sendingDomains)
    .where(and(eq(sendingDomains.workspaceNo, workspaceNo), inArray(sendingDomains.domain, names)))
    .orderBy(sql`length(${sendingDomains.domain}) desc`)
    .limit(1);
  return row?.status ?? null;
}
