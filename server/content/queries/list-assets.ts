import "server-only";
import { and, desc, eq, ilike, lt, or } from "drizzle-orm";
import { z } from "zod";
import type { Asset, AssetSpace, AssetUse } from "@/contracts/assets";
import { idOf } from "@/contracts/ids";
import { assets } from "@/drizzle/schema/assets";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { usesOfAsset } from "../asset-uses";
import { loadAsset, spaceOf, toAsset } from "../assets";

/** Pictures, newest first, by name or description. Leans on the primary key. */
export const listAssets = defineQuery({
  name: "asset.list",
  permission: "content:read",
  input: pageInput.extend({ q: z.string().trim().max(200).optional() }),
  async run(ctx, input, tx): Promise<Page<Asset>> {
    const after = decodeCursor(input.cursor, z.tuple([z.number()]));
    const pattern = input.q ? `%${input.q.replace(/[\\%_]/g, "\\$&")}%` : null;
    const rows = await tx
      .select()
      .from(assets)
      .where(
        and(
          eq(assets.workspaceNo, ctx.workspaceNo),
          pattern ? or(ilike(assets.name, pattern), ilike(assets.alt, pattern)) : undefined,
          after ? lt(assets.assetNo, after[0]) : undefined,
        ),
      )
      .orderBy(desc(assets.assetNo))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [row.assetNo], toAsset);
  },
});

/** One picture with everything that shows it. */
export const getAsset = defineQuery({
  name: "asset.get",
  permission: "content:read",
  input: z.object({ id: idOf("asset") }),
  async run(ctx, { id }, tx): Promise<Asset & { uses: AssetUse[] }> {
    const row = await loadAsset(tx, ctx.workspaceNo, id);
    return { ...toAsset(row), uses: await usesOfAsset(tx, ctx.workspaceNo, row.file) };
  },
});

/** How much of its room the library takes. */
export const getAssetSpace = defineQuery({
  name: "asset.space",
  permission: "content:read",
  input: z.object({}),
  run: (ctx, _input, tx): Promise<AssetSpace> => spaceOf(tx, ctx.workspaceNo),
});
