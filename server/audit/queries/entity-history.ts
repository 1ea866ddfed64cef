import "server-only";
import { and, count, desc, eq, lt, notLike, sql } from "drizzle-orm";
import { apiKeys, members, users } from "@/drizzle/schema/access";
import { auditLog } from "@/drizzle/schema/platform";
import type { Tx } from "@/server/platform/db";
import { nameActor } from "../rules/actor";

export type AuditedChange = {
  chainNo: number;
  id: string;
  at: Date;
  action: string;
  actor: string;
  changes: Record<string, unknown> | null;
};

/** `except`: actions that begin so are told elsewhere. */
export type AuditedEntity = { type: string; id: string; except?: string };

/** What was done to one thing, newest first. Index: audit_log_entity. */
export async function entityHistory(
  tx: Tx,
  workspaceNo: number,
  entity: AuditedEntity,
  { after, until, limit }: { after: number | null; until: Date | null; limit: number },
): Promise<AuditedChange[]> {
  const rows = await tx
    .select({ entry: auditLog, memberName: users.name, keyName: apiKeys.name })
    .from(auditLog)
    .leftJoin(
      members,
      and(eq(members.workspaceNo, auditLog.workspaceNo), eq(sql`${members.id}::text`, auditLog.actorId)),
    )
    .leftJoin(users, eq(users.id, members.userId))
    .leftJoin(
      apiKeys,
      and(eq(apiKeys.workspaceNo, auditLog.workspaceNo), eq(sql`${apiKeys.id}::text`, auditLog.actorId)),
    )
    .where(
      and(
        eq(auditLog.workspaceNo, workspaceNo),
        eq(auditLog.entityType, entity.type),
        eq(auditLog.entityId, entity.id),
        entity.except ? notLike(auditLog.action, `${entity.except}%`) : undefined,
        after === null ? undefined : lt(auditLog.chainNo, after),
        until ? lt(auditLog.at, until) : undefined,
      ),
    )
    .orderBy(desc(auditLog.chainNo))
    .limit(limit);
  return rows.map(({ entry, memberName, keyName }) => ({
    chainNo: entry.chainNo,
    id: entry.id,
    at: entry.at,
    action: entry.action,
    actor: nameActor(entry.actorType, entry.actorId, memberName ?? keyName),
    changes: entry.changes,
  }));
}

export async function countEntityHistory(tx: Tx, workspaceNo: number, entity: AuditedEntity): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.workspaceNo, workspaceNo),
        eq(auditLog.entityType, entity.type),
        eq(auditLog.entityId, entity.id),
        entity.except ? notLike(auditLog.action, `${entity.except}%`) : undefined,
      ),
    );
  return row?.n ?? 0;
}
