import "server-only";
import { auditLog } from "@/drizzle/schema/platform";
import type { Audit } from "./command";
import { actorId, type Ctx } from "./context";
import type { Tx } from "./db";
import { uuidv7 } from "./ids";

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
