import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { assetUpdateSchema } from "@/contracts/assets";
import { idOf } from "@/contracts/ids";
import { assets } from "@/drizzle/schema/assets";
import { defineCommand, none } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { usesOfAsset } from "../asset-uses";
import { type AssetRow, loadAsset, spaceOf, toAsset } from "../assets";

const size = z.number().int().min(1);

/**
 * Registers a picture whose files are in the store, unless the same one is there already (`isNew` says so). Taking the
 * number locks the workspace's counter, so of two uploads at once the second counts the first against the quota.
 */
export const addAsset = defineCommand({
  name: "asset.add",
  permission: "content:write",
  input: z.object({
    name: z.string().min(1).max(200),
    alt: z.string().max(500),
    file: z.string(),
    thumbFile: z.string(),
    mimeType: z.string(),
    width: size,
    height: size,
    byteSize: size,
    storedBytes: size,
    isAnimated: z.boolean(),
    sourceHash: z.string(),
  }),
  async run(ctx, input, tx) {
    const assetNo = await takeNumbers(tx, ctx.workspaceNo, "asset");
    const [known] = await tx
      .select()
      .from(assets)
      .where(and(eq(assets.workspaceNo, ctx.workspaceNo), eq(assets.sourceHash, input.sourceHash)));
    if (known) return { result: { asset: toAsset(known), isNew: false }, audit: none("nothing changed"), events: [] };
    const { usedBytes, quotaBytes } = await spaceOf(tx, ctx.workspaceNo);
    if (usedBytes + input.storedBytes > quotaBytes)
      throw new AppError(
        "PAYLOAD_TOO_LARGE",
        `The library is full: ${Math.round(quotaBytes / 1024 ** 2)} MB. Delete images that nothing uses.`,
        { usedBytes, quotaBytes },
      );
    const [row]: AssetRow[] = await tx
      .insert(assets)
      .values({
        ...input,
        workspaceNo: ctx.workspaceNo,
        assetNo,
        id: uuidv7(ctx.now),
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("insert returned no asset");
    return {
      result: { asset: toAsset(row), isNew: true },
      audit: {
        action: "asset.add",
        entityType: "asset",
        entityId: row.id,
        changes: { name: row.name, byteSize: row.byteSize },
      },
      events: [],
    };
  },
});

/** Changes the name in the library and the words for people who do not see the picture. */
export const updateAsset = defineCommand({
  name: "asset.update",
  permission: "content:write",
  input: assetUpdateSchema.extend({ id: idOf("asset") }),
  async run(ctx, { id, name, alt }, tx) {
    const row = await loadAsset(tx, ctx.workspaceNo, id);
    const set = { name: name ?? row.name, alt: alt ?? row.alt };
    await tx
      .update(assets)
      .set(set)
      .where(and(eq(assets.workspaceNo, ctx.workspaceNo), eq(assets.assetNo, row.assetNo)));
    return {
      result: toAsset({ ...row, ...set }),
      audit: {
        action: "asset.update",
        entityType: "asset",
        entityId: row.id,
        changes: { before: { name: row.name, alt: row.alt }, after: set },
      },
      events: [],
    };
  },
});

/** Deletes a picture that nothing shows; its files go after the commit (inngest/functions/content). */
export const deleteAsset = defineCommand({
  name: "asset.delete",
  permission: "content:write",
  input: z.object({ id: idOf("asset") }),
  async run(ctx, { id }, tx) {
    const row = await loadAsset(tx, ctx.workspaceNo, id);
    const uses = await usesOfAsset(tx, ctx.workspaceNo, row.file);
    if (uses.length > 0)
      throw new AppError(
        "CONFLICT",
        `This image is in use: ${uses
          .slice(0, 3)
          .map((use) => use.name)
          .join(", ")}${uses.length > 3 ? ` and ${uses.length - 3} more` : ""}. Take it out there first.`,
        { uses },
      );
    await tx.delete(assets).where(and(eq(assets.workspaceNo, ctx.workspaceNo), eq(assets.assetNo, row.assetNo)));
    return {
      result: { id, isDeleted: true },
      audit: { action: "asset.delete", entityType: "asset", entityId: row.id, changes: { name: row.name } },
      events: [
        {
          name: "asset.deleted",
          data: { workspaceNo: ctx.workspaceNo, files: [...new Set([row.file, row.thumbFile])] },
        },
      ],
    };
  },
});
