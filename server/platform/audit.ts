import "server-only";
import { auditLog } from "@/drizzle/schema/platform";
import type { Audit } from "./command";
import { actorId, type Ctx } from "./context";
import type { Tx } from "./db";
import { uuidv7 } from "./ids";

/** What an update changed, as `{ field: { from, to } }`; fields that stayed the same are left out. */
export function changesBetween<T extends Record<string, unknown>>(
  before: Record<string, unknown>,
  change: T,
): Record<string, { from: unknown; to: unknown }> {
  return Object.fromEntries(
    Object.entries(change).flatMap(([field, to]) => {
      const from = before[field] ?? null;
      return JSON.stringify(from) === JSON.stringify(to ?? null) ? [] : [[field, { from, to: to ?? null }]];
    }),
  );
}

/** Writes the audit rows of a command in its own transaction. `{ none }` leaves nothing, on purpose. */
export async function writeAudit(tx: Tx, ctx: Ctx, entries: Audit[]): Promise<void> {
  const rows = entries.flatMap((entry) =>
    "none" in entry
      ? []
      : [
          {
            workspaceNo: ctx.workspaceNo,
            id: uuidv7(ctx.now),
            at: ctx.now,
            actorType: ctx.actor.type,
            actorId: actorId(ctx.actor),
            action: entry.action,
            entityType: entry.entityType,
            entityId: entry.entityId ?? null,
            changes: entry.changes ?? null,
            traceId: ctx.traceId,
          },
        ],
  );
  if (rows.length > 0) await tx.insert(auditLog).values(rows);
}
