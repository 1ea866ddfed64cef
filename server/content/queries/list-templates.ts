import "server-only";
import { and, desc, eq, ilike, isNotNull, lt, ne, or } from "drizzle-orm";
import { z } from "zod";
import type { TemplateSummary } from "@/contracts/content";
import { parseStoredEmail } from "@/contracts/documents/email";
import { templates, templateVersions } from "@/drizzle/schema/content";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { toSummary } from "../record";

/** Templates, last changed first. Leans on templates_updated and the primary key of the versions. */
export const listTemplates = defineQuery({
  name: "template.list",
  permission: "content:read",
  input: pageInput.extend({
    q: z.string().trim().max(200).optional(),
    show: z.enum(["active", "in_review", "approved", "archived"]).default("active"),
  }),
  async run(ctx, input, tx): Promise<Page<TemplateSummary>> {
    const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.number()]));
    const changed = after && new Date(after[0]);
    const rows = await tx
      .select({ template: templates, document: templateVersions.document })
      .from(templates)
      .innerJoin(
        templateVersions,
        and(
          eq(templateVersions.workspaceNo, templates.workspaceNo),
          eq(templateVersions.templateNo, templates.templateNo),
          eq(templateVersions.version, templates.currentVersion),
        ),
      )
      .where(
        and(
          eq(templates.workspaceNo, ctx.workspaceNo),
          shown(input.show),
          input.q ? ilike(templates.name, `%${input.q.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
          after && changed
            ? or(
                lt(templates.updatedAt, changed),
                and(eq(templates.updatedAt, changed), lt(templates.templateNo, after[1])),
              )
            : undefined,
        ),
      )
      .orderBy(desc(templates.updatedAt), desc(templates.templateNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      ({ template }) => [template.updatedAt.toISOString(), template.templateNo],
      ({ template, document }) => toSummary(template, parseStoredEmail(document)),
    );
  },
});

/** `approved`: those with a version campaigns may use, also while a newer draft stands above it. */
function shown(show: "active" | "in_review" | "approved" | "archived") {
  if (show === "active") return ne(templates.status, "archived");
  if (show === "approved") return and(ne(templates.status, "archived"), isNotNull(templates.approvedVersion));
  return eq(templates.status, show);
}
