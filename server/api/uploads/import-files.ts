import "server-only";
import { idOf } from "@/contracts/ids";
import { createImport, exportProblems, getImport, MAX_IMPORT_BYTES, removeUpload, saveUpload } from "@/server/imports";
import { demand } from "@/server/platform/context";
import { AppError, notFound } from "@/server/platform/errors";
import { isOwnRequest } from "../auth/origin-check";
import { answerSigned } from "./answer-signed";

/**
 * Takes a CSV file as the raw body of a POST, writes it to disk as it arrives and registers it; answers 201 with the
 * import. Needs the session and the console's own request header; the name comes URI-encoded in `x-file-name`.
 */
export const handleImportUpload = (request: Request, workspace: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    if (!isOwnRequest(request.headers)) throw new AppError("FORBIDDEN", "This request did not come from the console.");
    demand(ctx, "contact:import");
    if (Number(request.headers.get("content-length") ?? 0) > MAX_IMPORT_BYTES)
      throw new AppError("PAYLOAD_TOO_LARGE", "The file is larger than 2048 MB. Split it.");
    if (!request.body) throw new AppError("VALIDATION_ERROR", "The file is empty.", { field: "file", reason: "empty" });
    const upload = await saveUpload(request.body);
    try {
      const created = await createImport(ctx, { ...upload, fileName: fileNameOf(request.headers) });
      return Response.json(created, { status: 201, headers: { "cache-control": "no-store" } });
    } catch (error) {
      await removeUpload(upload.storageKey);
      throw error;
    }
  });

function fileNameOf(headers: Headers): string {
  try {
    return decodeURIComponent(headers.get("x-file-name") ?? "").slice(-255) || "upload.csv";
  } catch {
    return "upload.csv";
  }
}

/** The rows an import left out, as a CSV download. */
export const handleImportErrors = (request: Request, workspace: string, id: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    if (!idOf("import").safeParse(id).success) throw notFound("import");
    const { fileName } = await getImport(ctx, { importId: id });
    const lines = exportProblems(ctx, id);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await lines.return(undefined);
      },
    });
    const name = `${fileName.replace(/\.[a-z]{1,4}$/i, "").replace(/[^A-Za-z0-9._-]+/g, "-") || "import"}-problems.csv`;
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  });
