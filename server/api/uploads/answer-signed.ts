import "server-only";
import type { Ctx } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { ctxForRequest } from "../auth/request-context";
import { problem } from "../rest/errors";

/** Files in and out of the console: the session of the request, in the workspace it names, or the refusal as JSON. */
export async function answerSigned(
  request: Request,
  workspace: string,
  run: (ctx: Ctx) => Promise<Response>,
): Promise<Response> {
  const found = await ctxForRequest(request.headers, workspace);
  try {
    if (!found.ctx) throw found.refusal ?? new AppError("UNAUTHENTICATED", "Sign in to continue.");
    return await run(found.ctx);
  } catch (error) {
    return problem(error, { traceId: found.traceId, now: found.now, instance: new URL(request.url).pathname });
  }
}
