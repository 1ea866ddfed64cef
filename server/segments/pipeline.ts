import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Condition } from "@/contracts/documents/condition";
import { readWithin } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { compileCondition } from "./compile";
import type { ConditionWorkspace } from "./load";
import type { ConditionScope } from "./scope";

/**
 * True for everybody matched by one of `include` and none of `exclude`, as a condition on `contacts c` of this workspace
 * (the statement around it binds the workspace). Nothing included means nobody. Run it as the pipeline role.
 */
export function audienceCondition(
  workspace: ConditionWorkspace,
  audience: { include: readonly Condition[]; exclude: readonly Condition[] },
  now: Date,
): SQL {
  const condition: Condition = {
    kind: "group",
    op: "all",
    children: [
      { kind: "group", op: "any", children: [...audience.include] },
      { kind: "group", op: "none", children: [...audience.exclude] },
    ],
  };
  return compileCondition(condition, { ...workspace, now });
}

/** Leans on contacts_pkey (workspace_no, contact_no). */
export const matchingSql = (condition: Condition, scope: ConditionScope): SQL =>
  sql`select c.contact_no from contacts c where c.workspace_no = ${scope.workspaceNo}::int and ${compileCondition(condition, scope)}`;

const LIMIT_MS = 5000;

/** How many people match, exactly. DEPENDENCY_UNAVAILABLE when it takes longer than 5 s; stops when `signal` aborts. */
export async function countMatching(
  condition: Condition,
  scope: ConditionScope,
  signal?: AbortSignal,
): Promise<number> {
  const rows = await timed(sql`select count(*) as people from (${matchingSql(condition, scope)}) matching`, signal);
  return Number(rows[0]?.people);
}

/** Numbers of the newest people who match. Limits as above. */
export async function sampleMatching(
  condition: Condition,
  scope: ConditionScope,
  limit: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const newest = sql`${matchingSql(condition, scope)} order by c.contact_no desc limit ${limit}::int`;
  return (await timed(newest, signal)).map((row) => Number(row.contact_no));
}

/** As the pipeline role: below a security policy Postgres evaluates the policy before every expression of a rule. */
export async function timed(statement: SQL, signal?: AbortSignal): Promise<Record<string, unknown>[]> {
  try {
    return await readWithin(LIMIT_MS, statement, signal);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    // Whoever asked has gone: nobody reads this answer, and a typed-over count is no problem to report.
    if (signal?.aborted) throw new AppError("CONFLICT", "This count was called off.");
    throw new AppError(
      "DEPENDENCY_UNAVAILABLE",
      "Counting took longer than 5 seconds. Save the segment to have it counted in the background.",
    );
  }
}

function isCancelled(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === "57014";
}
