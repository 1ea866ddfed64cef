import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { VERSION_CAUSES } from "@/contracts/campaigns";
import { campaigns } from "@/drizzle/schema/campaigns";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import type { CampaignRow } from "./load";
import { addReviewEntry, needsApproval, reviewedHash } from "./review";
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
  const falls = await approvalFalls(tx, before, set);
  const [row] = await tx
    .update(campaigns)
    .set({ ...set, ...(falls ? BACK_TO_DRAFT : {}), version: sql`${campaigns.version} + 1`, updatedAt: ctx.now })
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
  if (falls) await addReviewEntry(tx, ctx, row, { kind: "withdrawn", text: "" });
  return row;
}

const BACK_TO_DRAFT = { status: "draft", dueAt: null, approvedHash: null } as const;

/**
 * Whether a change ends an approval, or the wait for one: then the campaign is a draft again, also one that was to leave.
 * Where nobody asks for approval, a scheduled campaign may be changed freely.
 */
async function approvalFalls(tx: Tx, before: CampaignRow, set: DefinitionSet): Promise<boolean> {
  const isUnderReview = before.status === "in_review" || before.approvedHash !== null;
  if (!isUnderReview || reviewedHash({ ...before, ...definedOf(set) }) === reviewedHash(before)) return false;
  return before.status !== "scheduled" || (await needsApproval(tx, before.workspaceNo));
}

const definedOf = ({ audience, content, providerNo }: DefinitionSet) => ({
  ...(audience === undefined ? {} : { audience }),
  ...(content === undefined ? {} : { content }),
  ...(providerNo === undefined ? {} : { providerNo }),
});
