import "server-only";
import { authenticateApiKey } from "@/server/access";
import type { Ctx } from "@/server/platform/context";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { claimKey, idempotencyKeyOf, type StoredAnswer } from "@/server/platform/idempotency";
import { metrics } from "@/server/platform/metrics";
import { type RateVerdict, takePoint } from "@/server/platform/rate-limit";
import { traceIdFrom, withTrace } from "@/server/platform/trace";
import { problem } from "./errors";
import { toEnvelope } from "./list";
import { matcherOf } from "./match";
import { readAddress, readBody } from "./read-request";
import { FileAnswer, type RestRoute } from "./route";
import { restTable } from "./table";

export const API_ROOT = "/api/v1";

/** Answers a request below /api/v1 from a route table; ours unless a test gives another. */
export function restHandler(table: readonly RestRoute[] = restTable): (request: Request) => Promise<Response> {
  const match = matcherOf(table);
  return async (request) => {
    const now = new Date();
    const traceId = traceIdFrom(request.headers.get("traceparent"));
    const url = new URL(request.url);
    const path = url.pathname.slice(API_ROOT.length);
    const found = match(request.method, path);
    const end = metrics().httpSeconds.startTimer();
    const headers: Record<string, string> = {};
    const response = await withTrace(traceId, async () => {
      try {
        if (found.kind === "none") throw new AppError("NOT_FOUND", "There is nothing at this address.");
        if (found.kind === "wrong-method") {
          headers.allow = found.allowed.join(", ");
          throw new AppError("METHOD_NOT_ALLOWED", `This address takes ${found.allowed.join(", ")}.`);
        }
        return await serve(request, url, found.route, found.params, now, headers);
      } catch (error) {
        return problem(error, { traceId, now, instance: url.pathname }, headers);
      }
    });
    for (const [name, value] of Object.entries({
      "x-trace-id": traceId,
      "x-request-id": traceId,
      "cache-control": "no-store",
    }))
      response.headers.set(name, value);
    end({
      route: found.kind === "found" ? found.route.path : "none",
      method: request.method,
      status_class: `${Math.floor(response.status / 100)}xx`,
    });
    return response;
  };
}

/** One matched request, in this order: who, how often, what, once. `headers` also reach the error answer. */
async function serve(
  request: Request,
  url: URL,
  route: RestRoute,
  rawParams: Record<string, string>,
  now: Date,
  headers: Record<string, string>,
): Promise<Response> {
  const ctx = await authenticate(request, now, headers);
  const { API_RATE_LIMIT: limit, API_RATE_WINDOW: windowSeconds } = env();
  const verdict = await takePoint(`api:${ctx.workspaceNo}`, { limit, windowSeconds }, now);
  Object.assign(headers, rateHeaders(verdict));
  if (!verdict.allowed)
    throw new AppError("RATE_LIMITED", `More than ${limit} requests in ${windowSeconds} seconds. Wait and try again.`, {
      retryAfterSeconds: verdict.retryAfterSeconds,
    });
  const address = readAddress(url, rawParams);
  const body = await readBody(request);
  const run = async (): Promise<StoredAnswer> => {
    const result = await route.call(ctx, { ...address, body: body.json });
    return { status: route.status, body: route.status === 204 ? null : toEnvelope(result) };
  };
  // A file leaves as it is; only GET routes answer with one, so no idempotency key is waiting.
  if (route.answers === "file") return withHeaders(await route.call(ctx, { ...address, body: body.json }), headers);
  const isChange = route.method === "POST" || route.method === "PATCH" || route.method === "PUT";
  const key = isChange ? idempotencyKeyOf(request.headers.get("idempotency-key")) : null;
  if (!key) {
    if (route.needsIdempotencyKey)
      throw new AppError(
        "BAD_REQUEST",
        "Send an Idempotency-Key header, such as a UUID, so that a repeat is harmless.",
      );
    return answerOf(await run(), headers, request);
  }
  const payload = `${url.pathname}${url.search}\n${body.text}`;
  const claim = await claimKey(ctx.workspaceNo, key, `${route.method} ${route.path}`, payload, now);
  if (claim.kind === "replay") return answerOf(claim.answer, { ...headers, "idempotency-replayed": "true" }, request);
  const instance = url.pathname;
  const outcome = await run().then(
    (answer) => ({ answer, refusal: null }),
    async (error) => {
      const refusal = problem(error, { traceId: ctx.traceId, now, instance }, headers);
      return { answer: { status: refusal.status, body: await refusal.clone().json() }, refusal };
    },
  );
  await claim.keep(outcome.answer);
  return outcome.refusal ?? answerOf(outcome.answer, headers, request);
}

function withHeaders(answer: unknown, headers: Record<string, string>): Response {
  if (!(answer instanceof Response)) throw new Error("a file route answered without a file");
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

async function authenticate(request: Request, now: Date, headers: Record<string, string>): Promise<Ctx> {
  const given = request.headers.get("authorization");
  const secret = /^Bearer +([\x21-\x7e]{1,256}) *$/i.exec(given ?? "")?.[1];
  const ctx = secret ? await authenticateApiKey(secret, now) : null;
  if (ctx) return ctx;
  headers["www-authenticate"] = `Bearer realm="Carillon"${given ? ', error="invalid_token"' : ""}`;
  throw new AppError(
    "UNAUTHENTICATED",
    given ? "This API key is not valid." : "Send your API key as Authorization: Bearer sk_…",
  );
}

function rateHeaders(verdict: RateVerdict): Record<string, string> {
  return {
    "x-ratelimit-limit": String(verdict.limit),
    "x-ratelimit-remaining": String(verdict.remaining),
    "x-ratelimit-reset": String(Math.ceil(verdict.resetAt.getTime() / 1000)),
    ratelimit: `"api";r=${verdict.remaining};t=${verdict.retryAfterSeconds}`,
    ...(!verdict.allowed && { "retry-after": String(verdict.retryAfterSeconds) }),
  };
}

function answerOf(answer: StoredAnswer, headers: Record<string, string>, request: Request): Response {
  if (answer.body instanceof FileAnswer)
    return new Response(answer.body.bytes, {
      status: answer.status,
      headers: {
        ...headers,
        "content-type": answer.body.contentType,
        "content-disposition": `attachment; filename="${answer.body.fileName}"`,
      },
    });
  const tag = answer.status === 200 ? etagOf(answer.body) : null;
  if (tag && request.method === "GET" && request.headers.get("if-none-match") === tag)
    return new Response(null, { status: 304, headers: { ...headers, etag: tag } });
  if (answer.status === 204) return new Response(null, { status: 204, headers });
  const type = answer.status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(answer.body), {
    status: answer.status,
    headers: { "content-type": type, ...headers, ...(tag && { etag: tag }) },
  });
}

/** Objects that count their versions have that number as their tag. */
function etagOf(body: unknown): string | null {
  const version = typeof body === "object" && body !== null && "version" in body ? body.version : null;
  return typeof version === "number" ? `"v${version}"` : null;
}
