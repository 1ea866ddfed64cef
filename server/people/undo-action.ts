import "server-only";
import type { AttributeValue } from "@/contracts/contacts";
import type { BulkUndone } from "@/contracts/people";
import {
  existingContacts,
  fieldDefinitions,
  giveTagPairs,
  restoreField,
  shareFields,
  type TagPair,
  takeTagPairs,
} from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { fieldOf } from "./apply-action";
import type { BulkJobRecord } from "./bulk-jobs";

/** A person the job changed, with what it noted about them. */
export type ChangedRow = { contactNo: number; before: unknown };

/** Gives back what the job took, but only where everything is still as the job left it. */
export async function undoAction(
  tx: Tx,
  ctx: Ctx,
  job: BulkJobRecord,
  rows: readonly ChangedRow[],
): Promise<Map<number, BulkUndone>> {
  const restored = await restore(tx, ctx, job, rows);
  const there = await existingContacts(
    tx,
    ctx.workspaceNo,
    rows.map((row) => row.contactNo),
  );
  return new Map(
    rows.map(({ contactNo }) => [
      contactNo,
      restored.has(contactNo) ? "restored" : there.has(contactNo) ? "changed_since" : "gone",
    ]),
  );
}

async function restore(tx: Tx, ctx: Ctx, { action }: BulkJobRecord, rows: readonly ChangedRow[]): Promise<Set<number>> {
  const { workspaceNo } = ctx;
  switch (action.kind) {
    case "add_tags":
      return takeTagPairs(tx, workspaceNo, tagPairs(rows));
    case "remove_tags":
      return giveTagPairs(tx, workspaceNo, tagPairs(rows));
    case "set_field":
    case "clear_field": {
      await shareFields(tx, workspaceNo);
      const former = new Map(rows.map((row) => [row.contactNo, attributeValue(row.before)]));
      const field = (await fieldDefinitions(tx, workspaceNo)).find((known) => known.key === action.field);
      // An archived field keeps its values, but nobody may write it.
      if (!field) return new Set();
      const left = action.kind === "clear_field" ? null : (await fieldOf(tx, ctx, action)).value;
      return restoreField(tx, workspaceNo, former, field, left, ctx.now);
    }
    case "suppress":
    case "delete":
      throw new AppError("CONFLICT", "This cannot be undone.");
  }
}

const tagPairs = (rows: readonly ChangedRow[]): TagPair[] =>
  rows.flatMap(({ contactNo, before }) =>
    (Array.isArray(before) ? before : []).map((tagNo) => ({ contactNo, tagNo: Number(tagNo) })),
  );

const attributeValue = (value: unknown): AttributeValue | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
