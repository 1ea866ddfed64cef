import "server-only";
import { MAX_SUPPRESSION_LIST_BYTES } from "@/contracts/suppressions";
import { exportSuppressions, type SuppressionFile, suppressList } from "@/server/people";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { isOwnRequest } from "../auth/origin-check";
import { answerSigned } from "./answer-signed";

/**
 * Takes a pasted list or a CSV file as the raw body of a POST and suppresses its addresses while it arrives; answers
 * 200 with the counts. Needs the session and the console's own request header; `x-note` is URI-encoded.
 */
export const handleSuppressionUpload = (request: Request, workspace: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    if (!isOwnRequest(request.headers)) throw new AppError("FORBIDDEN", "This request did not come from the console.");
    demand(ctx, "consent:write");
    if (Number(request.headers.get("content-length") ?? 0) > MAX_SUPPRESSION_LIST_BYTES)
      throw new AppError("PAYLOAD_TOO_LARGE", "The list is larger than 64 MB. Split it.");
    if (!request.body)
      throw new AppError("VALIDATION_ERROR", "There is no address in this list.", { field: "list", reason: "empty" });
    const done = await suppressList(ctx, request.body, noteOf(request.headers));
    return Response.json(done, { headers: { "cache-control": "no-store" } });
  });

function noteOf(headers: Headers): string | undefined {
  try {
    return decodeURIComponent(headers.get("x-note") ?? "").slice(0, 500) || undefined;
  } catch {
    return undefined;
  }
}

/** The list as a CSV download of the console: `?reason=…&q=…`. */
export const handleSuppressionExport = (request: Request, workspace: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    return answerSuppressions(await exportSuppressions(ctx, query));
  });

/** The lines of the list as a download that no browser opens by itself. */
export function answerSuppressions({ fileName, lines }: SuppressionFile): Response {
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
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
