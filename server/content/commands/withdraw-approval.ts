import "server-only";
import { and, desc, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { reviewTextSchema } from "@/contracts/approvals";
import { idOf } from "@/contracts/ids";
import { templates, templateVersions } from "@/drizzle/schema/content";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadDocument, lockTemplate } from "../load";
import { toTemplate } from "../record";
import { addEntry, stampApproval } from "../reviews";
import { statusOf } from "../rules/lifecycle";

/**
 * Takes the approval of one version back, so that launches refuse it where approval is asked for. The newest version
 * that still is approved becomes the one in use. Under the row's lock: two withdrawals see each other.
 */
export const withdrawApproval = defineCommand({
  name: "template.withdraw-approval",
  permission: "content:approve",
  input: z.object({
    id: idOf("template"),
    version: z.coerce.number().int().min(1),
    text: reviewTextSchema.default(""),
  }),
  async run(ctx, { id, version, text }, tx) {
    const row = await lockTemplate(tx, ctx.workspaceNo, id);
    const approved = await tx
      .select({ version: templateVersions.version })
      .from(templateVersions)
      .where(
        and(
          eq(templateVersions.workspaceNo, ctx.workspaceNo),
          eq(templateVersions.templateNo, row.templateNo),
          isNotNull(templateVersions.approvedAt),
        ),
      )
      .orderBy(desc(templateVersions.version));
    if (!approved.some((one) => one.version === version))
      throw new AppError("CONFLICT", `Version ${version} is not approved.`, { status: row.status });
    await stampApproval(tx, row, version, null);
    const approvedVersion = approved.find((one) => one.version !== version)?.version ?? null;
    const status = row.status === "approved" ? statusOf({ ...row, approvedVersion }) : row.status;
    await tx
      .update(templates)
      .set({ approvedVersion, status })
      .where(and(eq(templates.workspaceNo, ctx.workspaceNo), eq(templates.templateNo, row.templateNo)));
    await addEntry(tx, ctx, row, { version, kind: "withdrawn", text });
    return {
      result: toTemplate({ ...row, approvedVersion, status }, await loadDocument(tx, row)),
      audit: {
        action: "template.withdraw-approval",
        entityType: "template",
        entityId: row.id,
        changes: { version, approvedVersion },
      },
      events: [],
    };
  },
});
