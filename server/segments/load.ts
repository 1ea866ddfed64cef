import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { describeCondition } from "@/contracts/describe-condition";
import type { Condition } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { fieldMap } from "@/contracts/operators";
import type { Segment, SegmentSchedule } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { companyFieldDefinitions } from "@/server/companies";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { problemsOf } from "./rules/problems";
import type { ConditionScope } from "./scope";
import { allFields, loadVocabulary, type WorkspaceVocabulary } from "./vocabulary";

export type ConditionWorkspace = Pick<ConditionScope, "workspaceNo" | "fields" | "companyFields">;
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

/** What conditions of a workspace are read in. Archived fields stay readable, so that a frozen rule keeps its meaning. */
export async function conditionWorkspace(tx: Tx, workspaceNo: number): Promise<ConditionWorkspace> {
  const fields = (await allFields(tx, workspaceNo)).map(({ field }) => field);
  const companyFields = await companyFieldDefinitions(tx, workspaceNo, false);
  return { workspaceNo, fields: fieldMap(fields), companyFields: fieldMap(companyFields) };
}

export const scheduleOf = (row: SegmentRow): SegmentSchedule => ({ cron: row.refreshCron, timeZone: row.refreshZone });

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

/** A list kept by hand has no rule to read out. */
const STATIC_SUMMARY = "People put on this list by hand.";

export async function toSegments(tx: Tx, workspaceNo: number, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const ruled = rows.filter((row) => row.type === "dynamic").map((row) => row.condition);
  const vocabulary = await loadVocabulary(tx, workspaceNo, ruled);
  return rows.map((row) => toSegment(row, vocabulary));
}

export async function readSegment(tx: Tx, row: SegmentRow): Promise<Segment> {
  return toSegment(row, await loadVocabulary(tx, row.workspaceNo, [row.condition]));
}

function toSegment(row: SegmentRow, { all, usable }: WorkspaceVocabulary): Segment {
  const isStatic = row.type === "static";
  return {
    id: publicId("segment", row.id),
    name: row.name,
    description: row.description,
    type: row.type,
    condition: row.condition,
    summary: isStatic ? STATIC_SUMMARY : describeCondition(row.condition, all),
    status: row.status,
    memberCount: row.memberCount,
    refreshState: row.refreshState,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    refreshMs: row.refreshMs,
    refreshProblem: row.refreshProblem,
    schedule: {
      cron: row.refreshCron,
      timeZone: row.refreshZone,
      nextAt: row.status === "active" ? (row.nextRefreshAt?.toISOString() ?? null) : null,
    },
    problems: isStatic ? [] : problemsOf(row.condition, usable, all),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
