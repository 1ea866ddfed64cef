import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { VERSION_CAUSES } from "@/contracts/campaigns";
import { campaigns } from "@/drizzle/schema/campaigns";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import type { CampaignRow } from "./load";
import { canEdit } from "./rules/lifecycle";
import { keepFirstVersion, keepVersion } from "./versions";

export type DefinitionSet = Partial<
  Pick<
    typeof campaigns.$inferInsert,
    "name" | "audience" | "content" | "schedule" | "providerNo" | "dueAt" | "occurrenceAt"
  >
>;

/**
 * Changes a campaign that may be edited, as a compare-and-swap on its version, and keeps the new version. A change on a
 * version that is no longer there is refused, never merged.
 */
export async function writeDefinition(
  tx: Tx,
  ctx: Ctx,
  before: CampaignRow,
  {
    set,
    expectedVersion,
    cause,
  }: { set: DefinitionSet; expectedVersion: number | undefined; cause: (typeof VERSION_CAUSES)[number] },
): Promise<CampaignRow> {
  if (!canEdit(before.status))
    throw new AppError(
      "CONFLICT",
      `A ${before.status.replaceAll("_", " ")} campaign can no longer be edited. Duplicate it instead.`,
      { status: before.status },
    );
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    throw new AppError(
      "PRECONDITION_FAILED",
      "Someone else changed this campaign since you opened it. Reload to see their version.",
      { version: before.version },
    );
  await keepFirstVersion(tx, before);
  const [row] = await tx
    .update(campaigns)
    .set({ ...set, version: sql`${campaigns.version} + 1`, updatedAt: ctx.now })
    .where(
      and(
        eq(campaigns.workspaceNo, ctx.workspaceNo),
        eq(campaigns.campaignNo, before.campaignNo),
        eq(campaigns.version, before.version),
      ),
    )
    .returning();
  if (!row)
    throw new AppError("CONFLICT", "Someone else just changed this campaign. Reload and try again.", {
      reason: "CHANGED",
    });
  await keepVersion(tx, ctx, row, cause);
  return row;
}
