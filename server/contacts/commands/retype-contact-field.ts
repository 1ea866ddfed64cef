import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Retype } from "@/contracts/contact-fields";
import { NO_RETYPE_COUNTS, type RetypeOptions, retypeContactFieldSchema } from "@/contracts/contact-fields";
import type { AttributeType } from "@/contracts/contacts";
import { idOf } from "@/contracts/ids";
import { fieldRetypes } from "@/drizzle/schema/contact-history";
import { type CommandOutcome, defineCommand } from "@/server/platform/command";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { type FieldRow, lastRetype, lockField, refuseWhileRetyping, toRetype, undoableRetypeUntil } from "../fields";

/**
 * Starts changing the type of a field. Values are converted in the background and exchanged all at once at the end;
 * until then everybody sees the old type and the old values. `forecastRetype` says beforehand what will happen.
 */
export const retypeContactField = defineCommand({
  name: "contact-field.retype",
  permission: "contact:write",
  input: retypeContactFieldSchema,
  async run(ctx, { id, type, options }, tx) {
    const field = await lockField(tx, ctx.workspaceNo, id);
    await refuseWhileRetyping(tx, ctx.workspaceNo, field);
    if (field.archivedAt) throw new AppError("CONFLICT", "This field is archived. Restore it first.");
    if (field.type === type)
      throw new AppError("VALIDATION_ERROR", `type: “${field.label}” is a ${type} already.`, { field: "type" });
    return begin(tx, ctx, field, { toType: type, options, undoesNo: null });
  },
});

/** Takes the last change of type back: values untouched since get their old form again, the others are converted. */
export const undoRetype = defineCommand({
  name: "contact-field.undo-retype",
  permission: "contact:write",
  input: z.object({ id: idOf("contactField") }),
  async run(ctx, { id }, tx) {
    const field = await lockField(tx, ctx.workspaceNo, id);
    await refuseWhileRetyping(tx, ctx.workspaceNo, field);
    const last = await lastRetype(tx, ctx.workspaceNo, field.fieldNo);
    if (!last || !undoableRetypeUntil(last, ctx.now))
      throw new AppError("CONFLICT", "There is no change of type to undo, or its 30 days are over.");
    return begin(tx, ctx, field, { toType: last.fromType, options: last.options, undoesNo: last.retypeNo });
  },
});

type Plan = { toType: AttributeType; options: RetypeOptions; undoesNo: number | null };

async function begin(tx: Tx, ctx: Ctx, field: FieldRow, plan: Plan): Promise<CommandOutcome<Retype>> {
  const { workspaceNo } = ctx;
  const [counted] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from contacts where workspace_no = ${workspaceNo}::int and attributes ? ${field.key}::text`);
  const retypeNo = await takeNumbers(tx, workspaceNo, "retype");
  const [row] = await tx
    .insert(fieldRetypes)
    .values({
      ...plan,
      workspaceNo,
      retypeNo,
      id: uuidv7(ctx.now),
      fieldNo: field.fieldNo,
      fromType: field.type,
      status: "queued",
      counts: NO_RETYPE_COUNTS,
      total: counted?.n ?? 0,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
    })
    .returning();
  if (!row) throw new Error("insert returned no change of type");
  return {
    result: toRetype(row, field.id, ctx.now),
    audit: {
      action: plan.undoesNo === null ? "contact-field.retype" : "contact-field.undo-retype",
      entityType: "contactField",
      entityId: field.id,
      changes: { key: field.key, from: field.type, to: plan.toType },
    },
    events: [{ name: "contact-field.retype-requested", data: { workspaceNo, retypeNo } }],
  };
}

/** Tries a change of type that failed once more, from where it stood. */
export const retryRetype = defineCommand({
  name: "contact-field.retry-retype",
  permission: "contact:write",
  input: z.object({ id: idOf("contactField") }),
  async run(ctx, { id }, tx) {
    const field = await lockField(tx, ctx.workspaceNo, id);
    const where = and(
      eq(fieldRetypes.workspaceNo, ctx.workspaceNo),
      eq(fieldRetypes.fieldNo, field.fieldNo),
      eq(fieldRetypes.status, "failed"),
    );
    await refuseWhileRetyping(tx, ctx.workspaceNo, field);
    const [failed] = await tx
      .select()
      .from(fieldRetypes)
      .where(and(where, eq(fieldRetypes.fromType, field.type)))
      .orderBy(sql`${fieldRetypes.retypeNo} desc`)
      .limit(1);
    if (!failed) throw new AppError("CONFLICT", "There is no failed change of type to try again.");
    return begin(tx, ctx, field, { toType: failed.toType, options: failed.options, undoesNo: failed.undoesNo });
  },
});
