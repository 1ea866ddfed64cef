import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Condition } from "@/contracts/documents/condition";
import { inPipeline } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { compileCondition } from "./compile";
import type { ConditionWorkspace } from "./load";
import type { ConditionScope } from "./scope";

/**
 * Everybody matched by one of `include` and none of `exclude`: `select c.contact_no from contacts c where …`, one scan
 * of the workspace's contacts. Nothing included means nobody. Run it as the pipeline role.
 */
export function audienceSql(
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
  return matchingSql(condition, { ...workspace, now });
}

/** Leans on contacts_pkey (workspace_no, contact_no). */
export const matchingSql = (condition: Condition, scope: ConditionScope): SQL =>
  sql`select c.contact_no from contacts c where c.workspace_no = ${scope.workspaceNo}::int and ${compileCondition(condition, scope)}`;

const LIMIT_MS = 5000;

/** How many people match, exactly. DEPENDENCY_UNAVAILABLE when it takes longer than 5 s. */
export async function countMatching(condition: Condition, scope: ConditionScope): Promise<number> {
  const rows = await timed(sql`select count(*) as people from (${matchingSql(condition, scope)}) matching`);
  return Number(rows[0]?.people);
}

/** Numbers of the newest people who match. */
export async function sampleMatching(condition: Condition, scope: ConditionScope, limit: number): Promise<number[]> {
  const rows = await timed(sql`${matchingSql(condition, scope)} order by c.contact_no desc limit ${limit}::int`);
  return rows.map((row) => Number(row.contact_no));
}

/** As the pipeline role: below a security policy Postgres evaluates the policy before every expression of a rule. */
async function timed(statement: SQL): Promise<Record<string, unknown>[]> {
  try {
    return await inPipeline(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${LIMIT_MS}`));
      await tx.execute(sql`set local jit = off`);
      return [...(await tx.execute(statement))];
    });
  } catch (error) {
    if (isTimeout(error))
      throw new AppError(
        "DEPENDENCY_UNAVAILABLE",
        "Counting took longer than 5 seconds. Save the segment to have it counted in the background.",
      );
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === "57014";
}
