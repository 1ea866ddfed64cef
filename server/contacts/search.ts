import "server-only";
import { ilike, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contacts } from "@/drizzle/schema/contacts";
import { allowed, type Ctx } from "@/server/platform/context";

const c = alias(contacts, "c");

/**
 * What the search box means, over `contacts c`: part of the address, start of first, last or full name, start of the external id. Without
 * contact:pii the address is left out, otherwise a reader could guess it letter by letter.
 */
export const searchSql = (ctx: Ctx, q: string | undefined): SQL | undefined =>
  q ? searchPeopleSql(q, { seesAddresses: allowed(ctx, "contact:pii") }) : undefined;

/** The same for work in the background, which has the rights of whoever asked for it. */
export function searchPeopleSql(q: string, { seesAddresses }: { seesAddresses: boolean }): SQL | undefined {
  const literal = q.replace(/[\\%_]/g, "\\$&");
  return or(
    seesAddresses ? ilike(c.emailKey, `%${literal}%`) : undefined,
    ilike(c.firstName, `${literal}%`),
    ilike(c.lastName, `${literal}%`),
    sql`${c.firstName} || ' ' || ${c.lastName} ilike ${`${literal}%`}`,
    sql`starts_with(${c.externalId}, ${q})`,
  );
}
