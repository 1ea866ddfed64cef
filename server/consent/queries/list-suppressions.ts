import "server-only";
import { and, desc, eq, like, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import type { SuppressionReason } from "@/contracts/consent";
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

/** Addresses nobody writes to, newest first; searching needs contact:pii because it answers who is on the list. */
export const listSuppressions = defineQuery({
  name: "suppression.list",
  permission: "consent:read",
  input: pageInput.extend({ q: z.string().trim().max(200).optional() }),
  async run(ctx, input, tx): Promise<Page<Suppression>> {
    if (input.q) demand(ctx, "contact:pii");
    const after = decodeCursor(input.cursor, z.tuple([z.string(), z.string()]));
    const conditions: (SQL | undefined)[] = [
      eq(suppressions.workspaceNo, ctx.workspaceNo),
      input.q ? like(suppressions.addressKey, `%${input.q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`) : undefined,
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
