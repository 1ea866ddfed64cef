import "server-only";
import { and, asc, sql } from "drizzle-orm";
import { z } from "zod";
import { SUPPRESSION_REASONS } from "@/contracts/consent";
import { suppressions } from "@/drizzle/schema/consent";
import { suppressionsWhere } from "@/server/consent";
import { defineCommand, defineProcess } from "@/server/platform/command";
import { type Ctx, demand } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { toCsvLine } from "../rules/to-cell";

const PAGE = 5_000;
const input = z.object({
  q: z.string().trim().max(200).optional(),
  reason: z.enum(SUPPRESSION_REASONS).optional(),
});
type Filter = z.output<typeof input>;

/** Who took the list and which part of it. */
const noteExport = defineCommand({
  name: "suppression.export",
  permission: "contact:export",
  input,
  async run(ctx, { q, reason }) {
    demand(ctx, "consent:read");
    demand(ctx, "contact:pii");
    return {
      result: null,
      audit: {
        action: "suppression.export",
        entityType: "suppression",
        changes: { reason: reason ?? "all", searched: q !== undefined },
      },
      events: [],
    };
  },
});

export type SuppressionFile = { fileName: string; lines: AsyncGenerator<string> };

/** The suppression list as CSV for a spreadsheet, in order of address; it can be dropped in again as it is. */
export const exportSuppressions = defineProcess({
  name: "suppression.export-file",
  permission: "contact:export",
  input,
  async run(ctx, filter): Promise<SuppressionFile> {
    await noteExport(ctx, filter);
    const day = ctx.now.toISOString().slice(0, 10);
    return {
      fileName: `suppressions-${filter.reason ? `${filter.reason}-` : ""}${day}.csv`,
      lines: linesOf(ctx, filter),
    };
  },
});

/** Page by page by primary key, so memory stays flat; who is added meanwhile may or may not be in the file. */
async function* linesOf(ctx: Ctx, filter: Filter): AsyncGenerator<string> {
  yield `\ufeff${toCsvLine(["email", "reason", "note", "since", "channel"], true)}`;
  let after: Suppressed | undefined;
  for (;;) {
    const rows: Suppressed[] = await readPage(ctx, filter, after);
    yield rows
      .map((row) => toCsvLine([row.addressKey, row.reason, row.note, row.at.toISOString(), row.channel], true))
      .join("");
    after = rows.at(-1);
    if (!after || rows.length < PAGE) return;
  }
}

type Suppressed = typeof suppressions.$inferSelect;

const readPage = (ctx: Ctx, filter: Filter, after: Suppressed | undefined): Promise<Suppressed[]> =>
  inWorkspace(ctx.workspaceNo, (tx) =>
    tx
      .select()
      .from(suppressions)
      .where(
        and(
          suppressionsWhere(ctx.workspaceNo, filter),
          after
            ? sql`(${suppressions.channel}, ${suppressions.addressKey}) > (${after.channel}, ${after.addressKey})`
            : undefined,
        ),
      )
      .orderBy(asc(suppressions.channel), asc(suppressions.addressKey))
      .limit(PAGE),
  );
