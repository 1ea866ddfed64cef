import { z } from "zod";

export const MAX_UPLOAD_BYTES = 10 * 1024 ** 2;
/** Heavier pictures load slowly on a phone; the library says so when one is picked. */
export const HEAVY_BYTES = 200 * 1024;

const fileName = z.string().trim().min(1, "Give the image a name.").max(200);
const alt = z.string().trim().max(500);

export const assetUpdateSchema = z.object({ name: fileName.optional(), alt: alt.optional() });
export const assetUploadSchema = z.object({
  name: fileName,
  alt: alt.default(""),
  data: z.base64().meta({ description: "The file in base64, PNG, JPEG, GIF or WebP, at most 700 KB." }),
});

/** A picture of the library. Its address never changes, and what it shows does not either. */
export type Asset = {
  id: string;
  name: string;
  /** What people are told who do not see it; taken over when it is picked. */
  alt: string;
  url: string;
  thumbUrl: string;
  mimeType: string;
  width: number;
  height: number;
  byteSize: number;
  isAnimated: boolean;
  createdAt: string;
};

/** Where a picture stands. A sent campaign counts: its mails load the picture for as long as they are kept. */
export type AssetUse = { type: "template" | "snippet" | "campaign" | "brand"; id: string | null; name: string };

export type AssetSpace = { usedBytes: number; quotaBytes: number };
