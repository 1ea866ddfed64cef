import "server-only";
import { and, eq } from "drizzle-orm";
import type { EmailDocument } from "@/contracts/documents/email";
import { templates, templateVersions } from "@/drizzle/schema/content";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import type { TemplateRow } from "./load";

type NewTemplate = { name: string; document: EmailDocument; note?: string; topicId?: string | null };

/** Template and first version. */
export async function insertTemplate(tx: Tx, ctx: Ctx, template: NewTemplate): Promise<TemplateRow> {
  const { name, document, note, topicId } = template;
  const templateNo = await takeNumbers(tx, ctx.workspaceNo, "template");
  const stamp = { createdBy: actorId(ctx.actor), createdAt: ctx.now };
  const key = { workspaceNo: ctx.workspaceNo, templateNo };
  const [row] = await tx
    .insert(templates)
    .values({ ...key, ...stamp, id: uuidv7(ctx.now), name, topicId, currentVersion: 1, updatedAt: ctx.now })
    .returning();
  if (!row) throw new Error("insert returned no template");
  await tx.insert(templateVersions).values({ ...key, ...stamp, version: 1, document, note: note ?? null });
  return row;
}

/**
 * Adds a version on top of the one the caller has seen; CONFLICT when somebody saved in between, so nobody's work is
 * overwritten unseen. Another document is a draft again, while the approved version stays the one in use; the same
 * document under a new name keeps its approval.
 */
export async function appendVersion(
  tx: Tx,
  ctx: Ctx,
  row: TemplateRow,
  next: { document: EmailDocument; expectedVersion: number; name?: string; note?: string; isSame?: boolean },
): Promise<TemplateRow> {
  if (row.status === "archived")
    throw new AppError("CONFLICT", "This template is archived. Bring it back to change it.", { status: row.status });
  const version = next.expectedVersion + 1;
  const isApproved = next.isSame === true && row.status === "approved";
  const [moved] = await tx
    .update(templates)
    .set({
      currentVersion: version,
      updatedAt: ctx.now,
      ...(next.name === undefined ? {} : { name: next.name }),
      ...(next.isSame ? {} : { status: "draft" as const }),
      ...(isApproved ? { approvedVersion: version } : {}),
    })
    .where(
      and(
        eq(templates.workspaceNo, ctx.workspaceNo),
        eq(templates.templateNo, row.templateNo),
        eq(templates.currentVersion, next.expectedVersion),
        eq(templates.status, row.status),
      ),
    )
    .returning();
  if (!moved)
    throw new AppError("CONFLICT", "Somebody else saved this template in the meantime. Load their version first.", {
      currentVersion: row.currentVersion,
    });
  await tx.insert(templateVersions).values({
    workspaceNo: ctx.workspaceNo,
    templateNo: row.templateNo,
    version,
    document: next.document,
    note: next.note ?? null,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
    approvedAt: isApproved ? ctx.now : null,
  });
  return moved;
}
