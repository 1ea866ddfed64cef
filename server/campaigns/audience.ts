import "server-only";
import type { CampaignAudience } from "@/contracts/campaigns";
import type { Condition } from "@/contracts/documents/condition";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { loadConditions } from "@/server/segments";

/** The rules behind an audience, read once: what a launch freezes and the SQL is compiled from. */
export type FrozenAudience = { include: Condition[]; exclude: Condition[] };

export const hasAudience = (audience: CampaignAudience): boolean =>
  audience.include.length > 0 || Boolean(audience.condition);

/** Replaces segment ids by their rules of this moment. NOT_FOUND when a segment is gone or foreign. */
export async function freezeAudience(tx: Tx, workspaceNo: number, audience: CampaignAudience): Promise<FrozenAudience> {
  const include = await loadConditions(tx, workspaceNo, audience.include);
  const exclude = await loadConditions(tx, workspaceNo, audience.exclude);
  if (audience.condition) include.push(audience.condition);
  return { include, exclude };
}

/** Reads back what `freezeAudience` stored at launch. */
export function thawAudience(stored: Record<string, unknown> | null): FrozenAudience {
  if (!stored || !Array.isArray(stored.include) || !Array.isArray(stored.exclude))
    throw new AppError("INTERNAL", "The audience of this campaign was not frozen.");
  return { include: stored.include as Condition[], exclude: stored.exclude as Condition[] };
}
