import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { CampaignAudience } from "@/contracts/campaigns";
import type { Condition } from "@/contracts/documents/condition";
import { inRun } from "@/server/delivery";
import { type Ctx, demand } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { audienceCondition, conditionWorkspace, loadConditions, permissionsToFilter } from "@/server/segments";

/** The rules behind an audience, read once: what a launch freezes and the SQL is compiled from. */
export type FrozenAudience = {
  include: Condition[];
  exclude: Condition[];
  /** Only people of this run's audience: later occurrences of a series that keeps its first people. */
  withinRun?: number | undefined;
};

export const hasAudience = (audience: CampaignAudience): boolean =>
  audience.include.length > 0 || Boolean(audience.condition);

/** What somebody needs to try an audience of their own making: with its counts and names addresses could be guessed. */
export function demandAudience(ctx: Ctx, audience: Partial<CampaignAudience> | null | undefined): void {
  for (const permission of permissionsToFilter(audience?.condition ?? undefined)) demand(ctx, permission);
}

/** Replaces segment ids by their rules of this moment. NOT_FOUND when a segment is gone or foreign. */
export async function freezeAudience(
  tx: Tx,
  workspaceNo: number,
  audience: CampaignAudience,
  withinRun?: number | null,
): Promise<FrozenAudience> {
  const include = await loadConditions(tx, workspaceNo, audience.include);
  const exclude = await loadConditions(tx, workspaceNo, audience.exclude);
  if (audience.condition) include.push(audience.condition);
  return { include, exclude, ...(withinRun ? { withinRun } : {}) };
}

/** Reads back what `freezeAudience` stored at launch. */
export function thawAudience(stored: Record<string, unknown> | null): FrozenAudience {
  if (!stored || !Array.isArray(stored.include) || !Array.isArray(stored.exclude))
    throw new AppError("INTERNAL", "The audience of this campaign was not frozen.");
  return {
    include: stored.include as Condition[],
    exclude: stored.exclude as Condition[],
    ...(typeof stored.withinRun === "number" ? { withinRun: stored.withinRun } : {}),
  };
}

/** Everybody meant, as a condition on `contacts c` for the pipeline role. Fields are read with it, so it is one workspace's. */
export async function compileAudience(tx: Tx, workspaceNo: number, audience: FrozenAudience, now: Date): Promise<SQL> {
  const { withinRun, ...rules } = audience;
  const matches = audienceCondition(await conditionWorkspace(tx, workspaceNo), rules, now);
  return withinRun === undefined ? matches : sql`(${matches} and ${inRun(workspaceNo, withinRun)})`;
}
