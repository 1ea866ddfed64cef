import "server-only";
import { and, asc, count, desc, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { ConsentState } from "@/contracts/consent";
import type { Contact } from "@/contracts/contacts";
import {
  NEWEST_FIRST,
  PEOPLE_SORTS,
  type PeopleSort,
  peopleFilterSchema,
  type SortDirection,
} from "@/contracts/people";
import { consentStates } from "@/server/consent";
import { type ContactRow, toContacts } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { c, matching, readFast } from "../matching";

/** A contact with its e-mail consent; null when the reader may not see consent. */
export type ListedContact = Contact & { emailConsent: ConsentState | "none" | null };

/** The column each sort walks along. Indexes: the primary key, and the one on (workspace_no, column). */
const SORTS: Record<PeopleSort, { column: PgColumn; keyOf: (row: SortedRow) => string | null }> = {
  created: { column: c.contactNo, keyOf: () => null },
  email: { column: c.emailKey, keyOf: (row) => row.emailKey },
  name: { column: c.nameKey, keyOf: (row) => row.nameKey },
  external_id: { column: c.externalId, keyOf: (row) => row.externalId },
  last_active: { column: c.lastActiveAt, keyOf: (row) => row.lastActiveAt?.toISOString() ?? null },
};
type SortedRow = ContactRow & { nameKey: string | null };
type Position = { value: string | null; contactNo: number };

const cursorKey = z.tuple([z.string(), z.string().nullable(), z.number().int()]);

/**
 * People of the workspace that a filter means. Keyset pages: nobody is shown twice or left out while others are added,
 * and page 1,000 costs what page 1 does. People without the value sorted by come last, whatever the direction.
 */
export const listContacts = defineQuery({
  name: "contact.list",
  permission: "contact:read",
  input: pageInput.extend({
    ...peopleFilterSchema.shape,
    sort: z.enum(PEOPLE_SORTS).default(NEWEST_FIRST.by),
    /** Not `direction`, which tRPC says of pages. */
    order: z.enum(["asc", "desc"]).optional(),
  }),
  async run(ctx, input, tx): Promise<Page<ListedContact>> {
    const direction = input.order ?? (input.sort === "created" || input.sort === "last_active" ? "desc" : "asc");
    const where = await matching(tx, ctx, input, input.sort);
    const way = `${input.sort}:${direction}`;
    const cursor = decodeCursor(input.cursor, cursorKey);
    if (cursor && cursor[0] !== way)
      throw new AppError("VALIDATION_ERROR", "cursor: this one belongs to another order. Start at the first page.", {
        field: "cursor",
        reason: "another order",
      });
    const after = cursor ? { value: cursor[1], contactNo: cursor[2] } : null;
    const rows = await readFast((fast) => readPage(fast, where, input.sort, direction, after, input.limit + 1));
    const { keyOf } = SORTS[input.sort];
    const { data, ...page } = toPage(
      rows,
      input.limit,
      (row) => [way, keyOf(row), row.contactNo],
      (row) => row,
    );
    const numbers = data.map((row) => row.contactNo);
    const consent = allowed(ctx, "consent:read") ? await consentStates(tx, ctx.workspaceNo, "email", numbers) : null;
    const shown = await toContacts(tx, ctx, data);
    return {
      ...page,
      data: shown.map((contact, at) => ({
        ...contact,
        emailConsent: consent && (consent.get(numbers[at] ?? 0) ?? "none"),
      })),
    };
  },
});

/** Two ranges of one index one after the other: people with a value, then those without by number. */
async function readPage(
  tx: Tx,
  where: SQL,
  sort: PeopleSort,
  direction: SortDirection,
  after: Position | null,
  limit: number,
): Promise<SortedRow[]> {
  const { column } = SORTS[sort];
  const inOrder = direction === "asc" ? asc : desc;
  const sign = sql.raw(direction === "asc" ? ">" : "<");
  const page = (range: SQL | undefined, order: SQL[], rows: number) =>
    tx
      .select()
      .from(c)
      .where(and(where, range))
      .orderBy(...order)
      .limit(rows);
  const behindNumber = after && sql`${c.contactNo} ${sign} ${after.contactNo}::bigint`;
  if (sort === "created") return page(behindNumber ?? undefined, [inOrder(c.contactNo)], limit);
  const isPastValues = after !== null && after.value === null;
  const type = sql.raw(sort === "last_active" ? "timestamptz" : "text");
  const rows: SortedRow[] = [];
  if (!isPastValues) {
    const behind =
      after && sql`(${column}, ${c.contactNo}) ${sign} (${after.value}::${type}, ${after.contactNo}::bigint)`;
    const range = and(isNotNull(column), behind ?? undefined);
    rows.push(...(await page(range, [inOrder(column), inOrder(c.contactNo)], limit)));
  }
  if (rows.length < limit) {
    const range = and(isNull(column), isPastValues ? (behindNumber ?? undefined) : undefined);
    rows.push(...(await page(range, [inOrder(c.contactNo)], limit - rows.length)));
  }
  return rows;
}

/** How many people a filter means, counted from the rows. */
export const countContacts = defineQuery({
  name: "contact.count",
  permission: "contact:read",
  input: peopleFilterSchema,
  async run(ctx, input, tx): Promise<{ people: number }> {
    const where = await matching(tx, ctx, input);
    return readFast(async (fast) => {
      const [row] = await fast.select({ people: count() }).from(c).where(where);
      return { people: row?.people ?? 0 };
    });
  },
});
