import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { commentTextSchema } from "@/contracts/approvals";
import { idOf } from "@/contracts/ids";
import { templateReviewEntries } from "@/drizzle/schema/content";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { loadDocument, loadTemplate } from "../load";
import { addEntry, authorName, toEntry } from "../reviews";

/** A remark on one version. */
export const commentTemplate = defineCommand({
  name: "template.comment",
  permission: "content:write",
  input: z.object({ id: idOf("template"), version: z.coerce.number().int().min(1), text: commentTextSchema }),
  async run(ctx, { id, version, text }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    // Refuses a version that does not exist.
    await loadDocument(tx, row, version);
    const entry = await addEntry(tx, ctx, row, { version, kind: "comment", text });
    return {
      result: toEntry(entry, await authorName(tx, ctx)),
      audit: { action: "template.comment", entityType: "template", entityId: row.id, changes: { version } },
      events: [],
    };
  },
});

/** Marks a comment as settled, or opens it again. */
export const resolveComment = defineCommand({
  name: "template.resolve-comment",
  permission: "content:write",
  input: z.object({ id: idOf("template"), commentId: idOf("reviewEntry"), isResolved: z.boolean().default(true) }),
  async run(ctx, { id, commentId, isResolved }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    const [entry] = await tx
      .update(templateReviewEntries)
      .set({ resolvedAt: isResolved ? ctx.now : null })
      .where(
        and(
          eq(templateReviewEntries.workspaceNo, ctx.workspaceNo),
          eq(templateReviewEntries.templateNo, row.templateNo),
          eq(templateReviewEntries.id, commentId),
          eq(templateReviewEntries.kind, "comment"),
        ),
      )
      .returning();
    if (!entry) throw notFound("comment");
    return {
      result: { id: entry.id, isResolved },
      audit: {
        action: isResolved ? "template.settle-comment" : "template.reopen-comment",
        entityType: "template",
        entityId: row.id,
        changes: { version: entry.version },
      },
      events: [],
    };
  },
});
