import "server-only";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { ReviewEntry } from "@/contracts/approvals";
import { idOf } from "@/contracts/ids";
import { apiKeys, members, users } from "@/drizzle/schema/access";
import { templateReviewEntries } from "@/drizzle/schema/content";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadTemplate } from "../load";
import { toEntry } from "../reviews";

/** Comments and steps of the approval of a template, newest first. Leans on the primary key. */
export const listReviewEntries = defineQuery({
  name: "template.list-review-entries",
  permission: "content:read",
  input: pageInput.extend({ id: idOf("template") }),
  async run(ctx, input, tx): Promise<Page<ReviewEntry>> {
    const template = await loadTemplate(tx, ctx.workspaceNo, input.id);
    const after = decodeCursor(input.cursor, z.tuple([z.number()]));
    const authorIs = (id: typeof members.id | typeof apiKeys.id) => eq(sql`${id}::text`, templateReviewEntries.actorId);
    const rows = await tx
      .select({ entry: templateReviewEntries, memberName: users.name, keyName: apiKeys.name })
      .from(templateReviewEntries)
      .leftJoin(members, and(eq(members.workspaceNo, templateReviewEntries.workspaceNo), authorIs(members.id)))
      .leftJoin(users, eq(users.id, members.userId))
      .leftJoin(apiKeys, and(eq(apiKeys.workspaceNo, templateReviewEntries.workspaceNo), authorIs(apiKeys.id)))
      .where(
        and(
          eq(templateReviewEntries.workspaceNo, ctx.workspaceNo),
          eq(templateReviewEntries.templateNo, template.templateNo),
          after ? lt(templateReviewEntries.entryNo, after[0]) : undefined,
        ),
      )
      .orderBy(desc(templateReviewEntries.entryNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      ({ entry }) => [entry.entryNo],
      ({ entry, memberName, keyName }) => toEntry(entry, memberName ?? keyName),
    );
  },
});
