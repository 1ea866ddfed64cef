import "server-only";
import { AppError, toErrorBody } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";

/** The one error body as `application/problem+json`. Anything but a refusal is logged and leaves as INTERNAL. */
export function problem(
  error: unknown,
  at: { traceId: string; now: Date; instance: string },
  headers: Record<string, string> = {},
): Response {
  if (!(error instanceof AppError)) logger().error({ err: error, instance: at.instance }, "request failed");
  const body = toErrorBody(error, at);
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}
