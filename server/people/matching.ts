import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { everyone } from "@/contracts/documents/condition";
import type { PeopleFilter, PeopleSort, Selection } from "@/contracts/people";
import { contacts } from "@/drizzle/schema/contacts";
import { searchSql } from "@/server/contacts";
import { type Ctx, demand } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { checkCondition, compileCondition, permissionsToFilter } from "@/server/segments";

/** The name under which compiled conditions know the table. */
export const c = alias(contacts, "c");

/**
 * Who a filter means, as a condition over `contacts c`: bound to the workspace, so it may run as the pipeline role.
 * Refuses what the caller may not ask for and fields that do not exist.
 */
export async function matching(tx: Tx, ctx: Ctx, filter: PeopleFilter, sort?: PeopleSort): Promise<SQL> {
  for (const permission of permissionsToFilter(filter.filter, sort)) demand(ctx, permission);
  const { condition, fields } = await checkCondition(tx, ctx.workspaceNo, filter.filter ?? everyone);
  const isOpen = condition.kind === "group" && condition.op !== "any" && condition.children.length === 0;
  return all(
    eq(c.workspaceNo, ctx.workspaceNo),
    isOpen ? undefined : compileCondition(condition, { workspaceNo: ctx.workspaceNo, fields, now: ctx.now }),
    searchSql(ctx, filter.q),
  );
}

/** The same for a selection: a list of people, or everybody a filter means. */
export const selected = async (tx: Tx, ctx: Ctx, selection: Selection): Promise<SQL> =>
  selection.kind === "filter"
    ? matching(tx, ctx, selection)
    : all(eq(c.workspaceNo, ctx.workspaceNo), inArray(c.id, selection.ids));

function all(...parts: (SQL | undefined)[]): SQL {
  const joined = and(...parts);
  if (!joined) throw new Error("a condition without the workspace");
  return joined;
}

const LIMIT_MS = 10_000;

/**
 * A read as the pipeline role: below a security policy Postgres evaluates the policy before every expression of a rule.
 * DEPENDENCY_UNAVAILABLE when it takes longer than 10 s.
 */
export async function readFast<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await inPipeline(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${LIMIT_MS}`));
      await tx.execute(sql`set local jit = off`);
      return read(tx);
    });
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if (typeof cause === "object" && cause !== null && "code" in cause && cause.code === "57014")
      throw new AppError(
        "DEPENDENCY_UNAVAILABLE",
        "Finding these people took longer than 10 seconds. Use fewer conditions, or save them as a segment.",
      );
    throw error;
  }
}
