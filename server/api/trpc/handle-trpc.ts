import "server-only";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { ctxForRequest, isOwnRequest } from "@/server/api/auth";
import { AppError, toErrorBody } from "@/server/platform/errors";
import { newTraceId, traceIdFrom, withTrace } from "@/server/platform/trace";
import { appRouter } from "./root";

const MAX_BATCH = 20;
const MAX_BODY_BYTES = 4 * 1024 * 1024;
export const WORKSPACE_HEADER = "x-carillon-workspace";

/** Answers /api/trpc. Changes come by POST only, from our own pages only; every answer names its trace. */
export async function handleTrpc(request: Request): Promise<Response> {
  const traceId = request.headers.has("traceparent") ? traceIdFrom(request.headers.get("traceparent")) : newTraceId();
  const headers = new Headers(request.headers);
  headers.set("traceparent", `00-${traceId}-${"0".repeat(15)}1-01`);
  if (request.method !== "GET" && !isOwnRequest(request.headers))
    return refuse(new AppError("FORBIDDEN", "This request came from another site."), traceId);
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES)
    return refuse(new AppError("PAYLOAD_TOO_LARGE", "This request is larger than 4 MB."), traceId);
  const answer = await withTrace(traceId, () =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: appRouter,
      maxBatchSize: MAX_BATCH,
      // Queries are posted too: a segment rule or a document does not fit into an address.
      allowMethodOverride: true,
      // An EventSource cannot send headers, so subscriptions name their workspace in the connection parameters.
      createContext: ({ info }) =>
        ctxForRequest(headers, request.headers.get(WORKSPACE_HEADER) ?? info.connectionParams?.workspace ?? null),
    }),
  );
  answer.headers.set("x-trace-id", traceId);
  if (!answer.headers.has("cache-control")) answer.headers.set("cache-control", "no-store");
  return answer;
}

function refuse(error: AppError, traceId: string): Response {
  const body = toErrorBody(error, { traceId, now: new Date(), instance: "/api/trpc" });
  return Response.json(body, { status: body.status, headers: { "x-trace-id": traceId, "cache-control": "no-store" } });
}
