import "server-only";
import { and, eq, or } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { SavedView } from "@/contracts/people";
import { savedViewDefaults, savedViews } from "@/drizzle/schema/people";
import { actorId, type Ctx, demand } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

type ViewRow = typeof savedViews.$inferSelect;

/** Whose private views these are: a member's or an API key's. */
export function ownerOf(ctx: Ctx): string {
  const id = actorId(ctx.actor);
  if (id === null) throw new Error("a saved view needs somebody it belongs to");
  return id;
}

/** Views this caller may see: the team's, and their own. */
export const visibleViews = (ctx: Ctx) =>
  and(
    eq(savedViews.workspaceNo, ctx.workspaceNo),
    or(eq(savedViews.scope, "team"), eq(savedViews.ownerId, ownerOf(ctx))),
  );

/** Somebody else's private view does not exist for others. Changing a team view needs contact:write. */
export async function loadOwnView(tx: Tx, ctx: Ctx, id: string, to: "read" | "change" = "change"): Promise<ViewRow> {
  const [row] = await tx
    .select()
    .from(savedViews)
    .where(and(visibleViews(ctx), eq(savedViews.id, id)));
  if (!row) throw notFound("view");
  if (to === "change" && row.scope === "team") demand(ctx, "contact:write");
  return row;
}

export async function defaultViewNo(tx: Tx, ctx: Ctx): Promise<number | null> {
  const [row] = await tx
    .select({ viewNo: savedViewDefaults.viewNo })
    .from(savedViewDefaults)
    .where(and(eq(savedViewDefaults.workspaceNo, ctx.workspaceNo), eq(savedViewDefaults.ownerId, ownerOf(ctx))));
  return row?.viewNo ?? null;
}

export const toView = (ctx: Ctx, row: ViewRow, defaultNo: number | null): SavedView => ({
  id: publicId("savedView", row.id),
  name: row.name,
  scope: row.scope,
  filter: row.filter,
  q: row.q,
  columns: row.columns,
  sort: row.sort,
  isDefault: row.viewNo === defaultNo,
  isMine: row.ownerId === ownerOf(ctx),
  updatedAt: row.updatedAt.toISOString(),
});
