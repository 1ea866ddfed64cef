import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { TemplateVersion } from "@/contracts/content";
import { idOf } from "@/contracts/ids";
import { templateVersions } from "@/drizzle/schema/content";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadTemplate } from "../load";

/** Every version ever saved, newest first. */
export const listTemplateVersions = defineQuery({
  name: "template.list-versions",
  permission: "content:read",
  input: pageInput.extend({ id: idOf("template") }),
  async run(ctx, input, tx): Promise<Page<TemplateVersion>> {
    const template = await loadTemplate(tx, ctx.workspaceNo, input.id);
    const after = decodeCursor(input.cursor, z.tuple([z.number()]));
    const rows = await tx
      .select({
        version: templateVersions.version,
        note: templateVersions.note,
        createdBy: templateVersions.createdBy,
        createdAt: templateVersions.createdAt,
        approvedAt: templateVersions.approvedAt,
      })
      .from(templateVersions)
      .where(
        and(
          eq(templateVersions.workspaceNo, ctx.workspaceNo),
          eq(templateVersions.templateNo, template.templateNo),
          after ? lt(templateVersions.version, after[0]) : undefined,
        ),
      )
      .orderBy(desc(templateVersions.version))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [row.version],
      (row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        approvedAt: row.approvedAt?.toISOString() ?? null,
        isCurrent: row.version === template.currentVersion,
      }),
    );
  },
});
