import "server-only";
import { MAX_UPLOAD_BYTES } from "@/contracts/assets";
import { keepImage, readUpload } from "@/server/content";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { isOwnRequest } from "../auth/origin-check";
import { answerSigned } from "./answer-signed";

/**
 * Takes a picture as the raw body of a POST and answers 201 with it. Needs the session and the console's own request
 * header; the name comes URI-encoded in `x-file-name`.
 */
export const handleAssetUpload = (request: Request, workspace: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    if (!isOwnRequest(request.headers)) throw new AppError("FORBIDDEN", "This request did not come from the console.");
    demand(ctx, "content:write");
    if (Number(request.headers.get("content-length") ?? 0) > MAX_UPLOAD_BYTES)
      throw new AppError("PAYLOAD_TOO_LARGE", "The file is larger than 10 MB. Make the picture smaller first.");
    if (!request.body) throw new AppError("VALIDATION_ERROR", "The file is empty.", { field: "file", reason: "empty" });
    const bytes = await readUpload(request.body);
    const asset = await keepImage(ctx, { name: fileNameOf(request.headers), alt: "" }, bytes);
    return Response.json(asset, { status: 201, headers: { "cache-control": "no-store" } });
  });

/** Names are words in a list here, never a path; what would turn them around on screen goes. */
export function fileNameOf(headers: Headers): string {
  try {
    const name = decodeURIComponent(headers.get("x-file-name") ?? "");
    return name.replace(/[\p{Cc}\p{Cf}]/gu, "").slice(-200);
  } catch {
    return "";
  }
}
