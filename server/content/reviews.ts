import "server-only";
import { and, eq } from "drizzle-orm";
import type { ReviewEntry, ReviewKind, TemplateStatus } from "@/contracts/approvals";
import { publicId } from "@/contracts/ids";
import { apiKeys } from "@/drizzle/schema/access";
import { templateReviewEntries, templates, templateVersions } from "@/drizzle/schema/content";
import { nameActor } from "@/server/audit";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import type { TemplateRow } from "./load";
import { canMove, refusalOf } from "./rules/lifecycle";

type Move = {
  to: TemplateStatus;
  /** The version the caller looked at; CONFLICT when it is no longer the newest. */
  expectedVersion: number;
  /** As in "A draft cannot be …". */
  verb: string;
  approvedVersion?: number | null;
  archivedAt?: Date | null;
};

/** Takes one edge of TEMPLATE_TRANSITIONS by compare-and-swap on status and version: of two at once, one gets CONFLICT. */
export async function moveTemplate(tx: Tx, ctx: Ctx, row: TemplateRow, move: Move): Promise<TemplateRow> {
  const { to, expectedVersion, verb, ...set } = move;
  // Out of the archive leads one road only: bringing back.
  const isLocked = row.status === "archived" && move.archivedAt !== null;
  if (isLocked || !canMove(row.status, to))
    throw new AppError("CONFLICT", refusalOf(row.status, verb), { status: row.status });
  const [moved] = await tx
    .update(templates)
    .set({ status: to, ...set })
    .where(
      and(
        eq(templates.workspaceNo, ctx.workspaceNo),
        eq(templates.templateNo, row.templateNo),
        eq(templates.status, row.status),
        eq(templates.currentVersion, expectedVersion),
      ),
    )
    .returning();
  if (!moved)
    throw new AppError("CONFLICT", "Somebody else changed this template in the meantime. Load it again first.", {
      currentVersion: row.currentVersion,
    });
  return moved;
}

/** Gives a version its approval or takes it back. NOT_FOUND when there is no such version. */
export async function stampApproval(tx: Tx, row: TemplateRow, version: number, approvedAt: Date | null): Promise<void> {
  const stamped = await tx
    .update(templateVersions)
    .set({ approvedAt })
    .where(
      and(
        eq(templateVersions.workspaceNo, row.workspaceNo),
        eq(templateVersions.templateNo, row.templateNo),
        eq(templateVersions.version, version),
      ),
    )
    .returning({ version: templateVersions.version });
  if (stamped.length === 0) throw notFound("version");
}

export type EntryRow = typeof templateReviewEntries.$inferSelect;

/** Adds to the conversation; CONFLICT and NOT_FOUND were decided before. */
export async function addEntry(
  tx: Tx,
  ctx: Ctx,
  row: TemplateRow,
  entry: { version: number; kind: ReviewKind; text: string },
): Promise<EntryRow> {
  const [added] = await tx
    .insert(templateReviewEntries)
    .values({
      ...entry,
      workspaceNo: ctx.workspaceNo,
      templateNo: row.templateNo,
      entryNo: await takeNumbers(tx, ctx.workspaceNo, "review_entry"),
      id: uuidv7(ctx.now),
      actorType: ctx.actor.type,
      actorId: actorId(ctx.actor),
      createdAt: ctx.now,
    })
    .returning();
  if (!added) throw new Error("insert returned no entry");
  return added;
}

/** An entry as it leaves the server; `known` is the author's name while they are here. */
export const toEntry = (row: EntryRow, known: string | null): ReviewEntry => ({
  id: publicId("reviewEntry", row.id),
  version: row.version,
  kind: row.kind,
  text: row.text,
  author: nameActor(row.actorType, row.actorId, known),
  createdAt: row.createdAt.toISOString(),
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
});

/** The name of whoever acts, for answers to them. */
export async function authorName(tx: Tx, ctx: Ctx): Promise<string | null> {
  if (ctx.actor.type === "member") return ctx.actor.name;
  if (ctx.actor.type !== "api_key") return null;
  const [key] = await tx
    .select({ name: apiKeys.name })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceNo, ctx.workspaceNo), eq(apiKeys.id, ctx.actor.keyId)));
  return key?.name ?? null;
}
