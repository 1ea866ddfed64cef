import "server-only";
import { and, count, desc, eq, like, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import { SUPPRESSION_REASONS, type SuppressionReason } from "@/contracts/consent";
import { suppressions } from "@/drizzle/schema/consent";
import { defineQuery } from "@/server/platform/command";
import { allowed, demand } from "@/server/platform/context";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";

export type Suppression = {
  channel: string;
  address: string;
  reason: SuppressionReason;
  note: string | null;
  at: string;
};

/** Breaks ties without putting an address into the cursor. */
const tie = sql<string>`md5(${suppressions.channel} || ${suppressions.addressKey})`;
/** Full precision: a JS Date would cut the microseconds and skip rows at the border of a page. */
const exactAt = sql<string>`${suppressions.at}::text`;

const filterInput = z.object({
  q: z.string().trim().max(200).optional(),
  reason: z.enum(SUPPRESSION_REASONS).optional(),
});

/** The rows a search and a reason mean. Leans on `suppressions_reason` where there is a reason. */
export const suppressionsWhere = (workspaceNo: number, { q, reason }: z.output<typeof filterInput>): SQL | undefined =>
  and(
    eq(suppressions.workspaceNo, workspaceNo),
    reason ? eq(suppressions.reason, reason) : undefined,
    q ? like(suppressions.addressKey, `%${q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`) : undefined,
  );

/** How many addresses are on the list, by reason. */
export const countSuppressions = defineQuery({
  name: "suppression.count",
  permission: "consent:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ total: number; byReason: Record<SuppressionReason, number> }> {
    const rows = await tx
      .select({ reason: suppressions.reason, addresses: count() })
      .from(suppressions)
      .where(eq(suppressions.workspaceNo, ctx.workspaceNo))
      .groupBy(suppressions.reason);
    const of = (reason: SuppressionReason) => rows.find((row) => row.reason === reason)?.addresses ?? 0;
    return {
      total: rows.reduce((sum, row) => sum + row.addresses, 0),
      byReason: {
        hard_bounce: of("hard_bounce"),
        complaint: of("complaint"),
        manual: of("manual"),
        unsubscribed: of("unsubscribed"),
        erased: of("erased"),
      },
    };
  },
});

/** Addresses nobody writes to, newest first; searching needs contact:pii because it answers who is on the list. */
export const listSuppressions = defineQuery({
  name: "suppression.list",
  permission: "consent:read",
  input: pageInput.extend(filterInput.shape),
  async run(ctx, input, tx): Promise<Page<Suppression>> {
    if (input.q) demand(ctx, "contact:pii");
    const after = decodeCursor(input.cursor, z.tuple([z.string(), z.string()]));
    const conditions: (SQL | undefined)[] = [
      suppressionsWhere(ctx.workspaceNo, input),
      after ? sql`(${suppressions.at}, ${tie}) < (${after[0]}::timestamptz, ${after[1]})` : undefined,
    ];
    const rows = await tx
      .select({ row: suppressions, exactAt, tie })
      .from(suppressions)
      .where(and(...conditions))
      .orderBy(desc(suppressions.at), desc(tie))
      .limit(input.limit + 1);
    const seesPii = allowed(ctx, "contact:pii");
    return toPage(
      rows,
      input.limit,
      (r) => [r.exactAt, r.tie],
      ({ row }) => ({
        channel: row.channel,
        address: seesPii ? row.addressKey : maskEmail(row.addressKey),
        reason: row.reason,
        note: row.note,
        at: row.at.toISOString(),
      }),
    );
  },
});
