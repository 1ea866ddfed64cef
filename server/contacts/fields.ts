import "server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import { RETYPE_UNDO_DAYS, type Retype } from "@/contracts/contact-fields";
import { publicId } from "@/contracts/ids";
import { fieldRetypes } from "@/drizzle/schema/contact-history";
import { contactFields } from "@/drizzle/schema/contacts";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";

export type FieldRow = typeof contactFields.$inferSelect;
export type RetypeRow = typeof fieldRetypes.$inferSelect;

/** A custom field by its uuid, locked until the transaction ends. */
export async function lockField(tx: Tx, workspaceNo: number, id: string): Promise<FieldRow> {
  const [row] = await tx
    .select()
    .from(contactFields)
    .where(and(eq(contactFields.workspaceNo, workspaceNo), eq(contactFields.id, id)))
    .for("update");
  if (!row) throw notFound("contact field");
  return row;
}

/** The change of type that is under way, or null. */
export async function openRetype(tx: Tx, workspaceNo: number, fieldNo: number): Promise<RetypeRow | null> {
  const [row] = await tx
    .select()
    .from(fieldRetypes)
    .where(
      and(
        eq(fieldRetypes.workspaceNo, workspaceNo),
        eq(fieldRetypes.fieldNo, fieldNo),
        isNull(fieldRetypes.finishedAt),
      ),
    );
  return row ?? null;
}

export async function refuseWhileRetyping(tx: Tx, workspaceNo: number, field: FieldRow): Promise<void> {
  if (await openRetype(tx, workspaceNo, field.fieldNo))
    throw new AppError("CONFLICT", `The type of “${field.label}” is being changed. Wait until that is done.`);
}

/** The last change of type that went through. */
export async function lastRetype(tx: Tx, workspaceNo: number, fieldNo: number): Promise<RetypeRow | null> {
  const [row] = await tx
    .select()
    .from(fieldRetypes)
    .where(
      and(
        eq(fieldRetypes.workspaceNo, workspaceNo),
        eq(fieldRetypes.fieldNo, fieldNo),
        eq(fieldRetypes.status, "done"),
      ),
    )
    .orderBy(desc(fieldRetypes.retypeNo))
    .limit(1);
  return row ?? null;
}

/** Until when a change of type can be taken back; null when it is over, failed, or is itself the way back. */
export function undoableRetypeUntil(row: RetypeRow, now: Date): Date | null {
  if (row.status !== "done" || row.undoesNo !== null || !row.finishedAt) return null;
  const until = new Date(row.finishedAt.getTime() + RETYPE_UNDO_DAYS * 86_400_000);
  return until > now ? until : null;
}

export function toRetype(row: RetypeRow, fieldId: string, now: Date): Retype {
  const { converted, emptied, unreadable } = row.counts;
  return {
    id: publicId("retype", row.id),
    fieldId: publicId("contactField", fieldId),
    from: row.fromType,
    to: row.toType,
    status: row.status,
    isUndo: row.undoesNo !== null,
    counts: row.counts,
    total: row.total,
    done: converted + emptied + unreadable,
    problem: row.problem,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoableUntil: undoableRetypeUntil(row, now)?.toISOString() ?? null,
  };
}
