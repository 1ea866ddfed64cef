import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import { describeCondition } from "@/contracts/describe-condition";
import type { Condition } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { fieldMap } from "@/contracts/operators";
import type { Segment } from "@/contracts/segments";
import { contactFields } from "@/drizzle/schema/contacts";
import { segments } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import type { ConditionScope } from "./scope";

export type SegmentRow = typeof segments.$inferSelect;

/** A segment by its uuid; another tenant's id and a random one both end in NOT_FOUND. */
export async function loadSegment(tx: Tx, workspaceNo: number, id: string): Promise<SegmentRow> {
  const [row] = await tx
    .select()
    .from(segments)
    .where(and(eq(segments.workspaceNo, workspaceNo), eq(segments.id, id)));
  if (!row) throw notFound("segment");
  return row;
}

/** The same, locked until the transaction ends: a refresh that finishes meanwhile waits or finds it changed. */
export async function lockSegment(tx: Tx, workspaceNo: number, id: string): Promise<SegmentRow> {
  const [row] = await tx
    .select()
    .from(segments)
    .where(and(eq(segments.workspaceNo, workspaceNo), eq(segments.id, id)))
    .for("update");
  if (!row) throw notFound("segment");
  return row;
}

export type ConditionWorkspace = Pick<ConditionScope, "workspaceNo" | "fields">;

/**
 * What conditions of a workspace are read in. Archived fields stay readable, so that a saved rule keeps its meaning;
 * `usableFields` leaves them out, for rules that are being written.
 */
export async function conditionWorkspace(tx: Tx, workspaceNo: number): Promise<ConditionWorkspace> {
  return { workspaceNo, fields: fieldMap((await allFields(tx, workspaceNo)).map(({ field }) => field)) };
}

export async function usableFields(tx: Tx, workspaceNo: number): Promise<FieldDefinition[]> {
  return (await allFields(tx, workspaceNo)).filter(({ isArchived }) => !isArchived).map(({ field }) => field);
}

async function allFields(tx: Tx, workspaceNo: number): Promise<{ field: FieldDefinition; isArchived: boolean }[]> {
  const custom = await tx
    .select({
      key: contactFields.key,
      label: contactFields.label,
      type: contactFields.type,
      archivedAt: contactFields.archivedAt,
    })
    .from(contactFields)
    .where(eq(contactFields.workspaceNo, workspaceNo))
    .orderBy(asc(contactFields.fieldNo));
  // Standard fields come last into the map and so cannot be shadowed by a custom one of the same key.
  return [
    ...custom.map(({ archivedAt, ...field }) => ({
      field: { ...field, isStandard: false },
      isArchived: archivedAt !== null,
    })),
    ...STANDARD_FIELDS.map(({ key, label, type }) => ({
      field: { key, label, type, isStandard: true },
      isArchived: false,
    })),
  ];
}

/** The rules of segments by their uuids, in that order. NOT_FOUND when one is gone or belongs to somebody else. */
export async function loadConditions(tx: Tx, workspaceNo: number, segmentIds: readonly string[]): Promise<Condition[]> {
  if (segmentIds.length === 0) return [];
  const rows = await tx
    .select({ id: segments.id, condition: segments.condition })
    .from(segments)
    .where(and(eq(segments.workspaceNo, workspaceNo), inArray(segments.id, [...segmentIds])));
  const byId = new Map(rows.map((row) => [row.id, row.condition]));
  return segmentIds.map((id) => {
    const condition = byId.get(id);
    if (!condition) throw notFound("segment");
    return condition;
  });
}

export function toSegment(row: SegmentRow, fields: ConditionScope["fields"]): Segment {
  return {
    id: publicId("segment", row.id),
    name: row.name,
    description: row.description,
    condition: row.condition,
    summary: describeCondition(row.condition, fields),
    status: row.status,
    memberCount: row.memberCount,
    refreshState: row.refreshState,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    refreshMs: row.refreshMs,
    refreshProblem: row.refreshProblem,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
