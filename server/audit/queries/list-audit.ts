import "server-only";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { AuditEntry } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import { apiKeys, members, users } from "@/drizzle/schema/access";
import { auditLog } from "@/drizzle/schema/platform";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, pageInput, toPage } from "@/server/platform/paging";
import { nameActor, publicEntityId } from "../rules/actor";

/** Who did what to which thing, newest first. Leans on the primary key, or on audit_log_entity when filtered. */
export const listAudit = defineQuery({
  name: "audit.list",
  permission: "audit:read",
  input: pageInput.extend({ entityType: z.string().max(60).optional(), entityId: z.string().max(80).optional() }),
  async run(ctx, input, tx) {
    const after = decodeCursor(input.cursor, z.tuple([z.number().int()]));
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
          eq(auditLog.workspaceNo, ctx.workspaceNo),
          after ? lt(auditLog.chainNo, after[0]) : undefined,
          input.entityType ? eq(auditLog.entityType, input.entityType) : undefined,
          input.entityId ? eq(auditLog.entityId, input.entityId) : undefined,
        ),
      )
      .orderBy(desc(auditLog.chainNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      ({ entry }) => [entry.chainNo],
      ({ entry, memberName, keyName }): AuditEntry => ({
        id: publicId("audit", entry.id),
        at: entry.at.toISOString(),
        actor: {
          type: entry.actorType,
          id: entry.actorType === "recipient" ? null : entry.actorId,
          name: nameActor(entry.actorType, entry.actorId, memberName ?? keyName),
        },
        action: entry.action,
        entityType: entry.entityType,
        entityId: publicEntityId(entry.entityType, entry.entityId),
        changes: entry.changes,
        traceId: entry.traceId,
      }),
    );
  },
});
