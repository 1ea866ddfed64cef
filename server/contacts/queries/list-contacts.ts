import "server-only";
import { and, asc, count, desc, eq, gt, ilike, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Contact } from "@/contracts/contacts";
import { contacts } from "@/drizzle/schema/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed, type Ctx, demand } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import type { ContactRow } from "../record";
import { toContacts } from "../tags";

const searchInput = z.object({ q: z.string().trim().max(200).optional() });

/**
 * What the search box means: part of the address, start of first, last or full name, start of the external id. Without
 * contact:pii the address is left out, otherwise a reader could guess it letter by letter.
 */
function matches(ctx: Ctx, q: string | undefined): SQL | undefined {
  if (!q) return undefined;
  const literal = q.replace(/[\\%_]/g, "\\$&");
  return or(
    allowed(ctx, "contact:pii") ? ilike(contacts.emailKey, `%${literal}%`) : undefined,
    ilike(contacts.firstName, `${literal}%`),
    ilike(contacts.lastName, `${literal}%`),
    sql`${contacts.firstName} || ' ' || ${contacts.lastName} ilike ${`${literal}%`}`,
    sql`starts_with(${contacts.externalId}, ${q})`,
  );
}

/** People of the workspace, newest first or by address. Keyset pages: nobody is shown twice while others are added. */
export const listContacts = defineQuery({
  name: "contact.list",
  permission: "contact:read",
  input: pageInput.extend({ ...searchInput.shape, sort: z.enum(["created", "email"]).default("created") }),
  async run(ctx, input, tx): Promise<Page<Contact>> {
    const where = and(eq(contacts.workspaceNo, ctx.workspaceNo), matches(ctx, input.q));
    if (input.sort === "email") {
      demand(ctx, "contact:pii");
      return listByEmail(ctx, tx, where, input);
    }
    const after = decodeCursor(input.cursor, z.tuple([z.literal("c"), z.number()]));
    const rows = await tx
      .select()
      .from(contacts)
      // Numbers are handed out in the order of creation, and the primary key already sorts by them.
      .where(and(where, after ? lt(contacts.contactNo, after[1]) : undefined))
      .orderBy(desc(contacts.contactNo))
      .limit(input.limit + 1);
    return pageOf(tx, ctx, rows, input.limit, (row) => ["c", row.contactNo]);
  },
});

const emailCursor = z.union([z.tuple([z.literal("e"), z.string(), z.number()]), z.tuple([z.literal("n"), z.number()])]);

/** Two index ranges one after the other: people with an address, then those without by number. */
async function listByEmail(
  ctx: Ctx,
  tx: Tx,
  where: SQL | undefined,
  input: { limit: number; cursor?: string | null | undefined },
): Promise<Page<Contact>> {
  const after = decodeCursor(input.cursor, emailCursor);
  const rows: ContactRow[] = [];
  if (after?.[0] !== "n")
    rows.push(
      ...(await tx
        .select()
        .from(contacts)
        .where(and(where, isNotNull(contacts.emailKey), after ? gt(contacts.emailKey, after[1]) : undefined))
        .orderBy(asc(contacts.emailKey))
        .limit(input.limit + 1)),
    );
  if (rows.length <= input.limit)
    rows.push(
      ...(await tx
        .select()
        .from(contacts)
        .where(and(where, isNull(contacts.emailKey), after?.[0] === "n" ? gt(contacts.contactNo, after[1]) : undefined))
        .orderBy(asc(contacts.contactNo))
        .limit(input.limit + 1 - rows.length)),
    );
  return pageOf(tx, ctx, rows, input.limit, (row) =>
    row.emailKey === null ? ["n", row.contactNo] : ["e", row.emailKey, row.contactNo],
  );
}

async function pageOf(
  tx: Tx,
  ctx: Ctx,
  rows: ContactRow[],
  limit: number,
  keyOf: (row: ContactRow) => readonly (string | number)[],
): Promise<Page<Contact>> {
  const { data, ...page } = toPage(rows, limit, keyOf, (row) => row);
  return { ...page, data: await toContacts(tx, ctx, data) };
}

/** How many people the same search finds, counted from the rows. */
export const countContacts = defineQuery({
  name: "contact.count",
  permission: "contact:read",
  input: searchInput,
  async run(ctx, { q }, tx): Promise<{ people: number }> {
    const [row] = await tx
      .select({ people: count() })
      .from(contacts)
      .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), matches(ctx, q)));
    return { people: row?.people ?? 0 };
  },
});
