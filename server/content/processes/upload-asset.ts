import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { type Asset, assetUploadSchema, MAX_UPLOAD_BYTES } from "@/contracts/assets";
import { assets } from "@/drizzle/schema/assets";
import { assetStore } from "@/server/platform/blob-store";
import { defineProcess } from "@/server/platform/command";
import { type Ctx, demand } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { spaceOf, toAsset } from "../assets";
import { addAsset } from "../commands/keep-asset";
import { remakeImage } from "../media/run-media";
import { type SniffedImage, sniffImage } from "../rules/sniff-image";

/** Twice the widest column an e-mail has; long infographics keep their length. */
const MAX_WIDTH = 1600;
const MAX_HEIGHT = 6000;
const THUMB_WIDTH = 320;
const MAX_GIF_BYTES = 5 * 1024 ** 2;

/**
 * A picture into the library: known by content, made anew, put into the store, then registered. What fails leaves no
 * row; the same file again answers with the picture that is there.
 */
export async function keepImage(ctx: Ctx, given: { name: string; alt: string }, bytes: Uint8Array): Promise<Asset> {
  demand(ctx, "content:write");
  const sourceHash = createHash("sha256").update(bytes).digest("hex");
  const known = await findKnown(ctx, sourceHash);
  if (known) return known;
  const image = sniffImage(bytes);
  if (!image.ok) throw new AppError("UNSUPPORTED_MEDIA_TYPE", image.message, { field: "file" });
  const made = await makePicture(image);
  const name = randomBytes(16).toString("base64url");
  const file = `${name}.${made.extension}`;
  const thumbFile = made.small ? `${name}.t.${made.extension}` : file;
  const store = assetStore();
  await store.put(file, made.main, made.mimeType);
  if (made.small) await store.put(thumbFile, made.small, made.mimeType);
  const remove = () => Promise.all([...new Set([file, thumbFile])].map((one) => store.remove(one)));
  try {
    const { asset, isNew } = await addAsset(ctx, {
      name: given.name.trim().slice(0, 200) || "Image",
      alt: given.alt,
      file,
      thumbFile,
      mimeType: made.mimeType,
      width: made.width,
      height: made.height,
      byteSize: made.main.byteLength,
      storedBytes: made.main.byteLength + (made.small?.byteLength ?? 0),
      isAnimated: made.isAnimated,
      sourceHash,
    });
    if (!isNew) await remove();
    return asset;
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Also refuses early when there is no room at all. */
async function findKnown(ctx: Ctx, sourceHash: string): Promise<Asset | null> {
  return inWorkspace(ctx.workspaceNo, async (tx) => {
    const [row] = await tx
      .select()
      .from(assets)
      .where(and(eq(assets.workspaceNo, ctx.workspaceNo), eq(assets.sourceHash, sourceHash)));
    if (row) return toAsset(row);
    const { usedBytes, quotaBytes } = await spaceOf(tx, ctx.workspaceNo);
    if (usedBytes >= quotaBytes)
      throw new AppError("PAYLOAD_TOO_LARGE", "The library is full. Delete images that nothing uses.");
    return null;
  });
}

type Picture = {
  extension: "png" | "jpg" | "gif";
  mimeType: string;
  width: number;
  height: number;
  isAnimated: boolean;
  main: Uint8Array;
  /** Null: the picture is its own thumbnail. */
  small: Uint8Array | null;
};

async function makePicture(image: Extract<SniffedImage, { ok: true }>): Promise<Picture> {
  const { width, height, isAnimated } = image;
  if (image.format === "gif") {
    if (image.bytes.byteLength > MAX_GIF_BYTES)
      throw new AppError("PAYLOAD_TOO_LARGE", "The GIF is larger than 5 MB. Shorten the animation or make it smaller.");
    return { extension: "gif", mimeType: "image/gif", width, height, isAnimated, main: image.bytes, small: null };
  }
  const made = await remakeImage({
    bytes: image.bytes,
    format: image.format,
    maxWidth: MAX_WIDTH,
    maxHeight: MAX_HEIGHT,
    thumbWidth: THUMB_WIDTH,
  });
  return { ...made, mimeType: made.extension === "png" ? "image/png" : "image/jpeg", isAnimated };
}

/** The same for the API: the file as base64 in JSON. */
export const uploadAsset = defineProcess({
  name: "asset.upload",
  permission: "content:write",
  input: assetUploadSchema,
  run: (ctx, { name, alt, data }): Promise<Asset> => keepImage(ctx, { name, alt }, Buffer.from(data, "base64")),
});

/** Reads an upload as it arrives and stops at the limit, whatever its head said about its length. */
export async function readUpload(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MAX_UPLOAD_BYTES) {
      await reader.cancel();
      throw new AppError("PAYLOAD_TOO_LARGE", "The file is larger than 10 MB. Make the picture smaller first.");
    }
    chunks.push(value);
  }
  if (size === 0) throw new AppError("VALIDATION_ERROR", "The file is empty.", { field: "file", reason: "empty" });
  return Buffer.concat(chunks);
}
