import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Asset, AssetSpace } from "@/contracts/assets";
import { publicId } from "@/contracts/ids";
import { assets } from "@/drizzle/schema/assets";
import type { Tx } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { notFound } from "@/server/platform/errors";

export type AssetRow = typeof assets.$inferSelect;

/** A picture by its uuid; another tenant's id and a random one both end in NOT_FOUND. */
export async function loadAsset(tx: Tx, workspaceNo: number, id: string): Promise<AssetRow> {
  const [row] = await tx
    .select()
    .from(assets)
    .where(and(eq(assets.workspaceNo, workspaceNo), eq(assets.id, id)));
  if (!row) throw notFound("image");
  return row;
}

/** Where everybody finds a file of the library, without signing in. */
const urlOf = (file: string): string => `${env().APP_URL}/media/${file}`;

/** A picture as it leaves the server. */
export const toAsset = (row: AssetRow): Asset => ({
  id: publicId("asset", row.id),
  name: row.name,
  alt: row.alt,
  url: urlOf(row.file),
  thumbUrl: urlOf(row.thumbFile),
  mimeType: row.mimeType,
  width: row.width,
  height: row.height,
  byteSize: row.byteSize,
  isAnimated: row.isAnimated,
  createdAt: row.createdAt.toISOString(),
});

/** What the workspace keeps, and what it may. Counted from the rows. */
export async function spaceOf(tx: Tx, workspaceNo: number): Promise<AssetSpace> {
  const [row] = await tx
    .select({ used: sql<string>`coalesce(sum(${assets.storedBytes}), 0)` })
    .from(assets)
    .where(eq(assets.workspaceNo, workspaceNo));
  return { usedBytes: Number(row?.used ?? 0), quotaBytes: env().ASSET_QUOTA_MB * 1024 ** 2 };
}
