import "server-only";
import { assetStore, isBlobName } from "@/server/platform/blob-store";

const TYPES: Record<string, string> = { png: "image/png", jpg: "image/jpeg", gif: "image/gif" };

export type AssetFile = { body: ReadableStream; byteSize: number; mimeType: string };

/** A file of any library by its public name; null for what is none. Asks no database: mails must show at any time. */
export async function openAssetFile(name: string): Promise<AssetFile | null> {
  const mimeType = TYPES[name.slice(name.lastIndexOf(".") + 1)];
  if (!mimeType || !isBlobName(name)) return null;
  const found = await assetStore().read(name);
  return found && { ...found, mimeType };
}

/** Removes files nobody names any more. */
export async function removeAssetFiles(files: readonly string[]): Promise<{ removed: number }> {
  for (const file of files) await assetStore().remove(file);
  return { removed: files.length };
}
