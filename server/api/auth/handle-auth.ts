import "server-only";
import nextAuth from "next-auth";
import { endSession } from "@/server/access";
import { env, publishAppUrl } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { type AuthOutcome, authOptions } from "./auth-options";
import { parseCookie } from "./cookies";
import { isOwnOrigin } from "./origin-check";
import { sessionIdOf } from "./session-cookie";
import { testCookie, testedConnection } from "./sso-test-cookie";

const MAX_BODY_BYTES = 16 * 1024;
const ACTIONS = { GET: ["csrf", "signin", "callback", "error", "signout"], POST: ["signin", "callback", "signout"] };

// next-auth is CommonJS: bundlers give its default export, plain Node gives the module around it.
const NextAuth: typeof nextAuth =
  typeof nextAuth === "function" ? nextAuth : (nextAuth as unknown as { default: typeof nextAuth }).default;

/**
 * Everything under /api/auth/<action>/<provider>: sign-in, the return from an identity provider, sign-out. Runs
 * next-auth through its Node interface, so the same function serves Next routes and tests.
 */
export async function handleAuth(request: Request, peer: string): Promise<Response> {
  const url = new URL(request.url);
  const [action = "", providerId = null] = url.pathname.split("/").slice(3);
  const method = request.method === "POST" ? "POST" : "GET";
  if (request.method !== method || !ACTIONS[method].includes(action)) return plain(404, "Not found");
  if (method === "POST" && !isOwnOrigin(request.headers)) return plain(403, "This request came from another site.");
  const body = method === "POST" ? await readForm(request) : undefined;
  if (body === null) return plain(413, "Too large");

  const now = new Date();
  const replaces = await sessionIdOf(request.headers);
  const outcome: AuthOutcome = { retryAfterSeconds: null };
  const options = await authOptions(
    {
      action,
      providerId,
      peer,
      userAgent: request.headers.get("user-agent"),
      replaces,
      testOf: testedConnection(request.headers),
      now,
    },
    outcome,
  );
  if (providerId && !options.providers.some((provider) => provider.id === providerId))
    return new Response(null, { status: 302, headers: { location: `${env().APP_URL}/login?error=sso_unknown` } });
  publishAppUrl();
  const answer = new NodeAnswer();
  try {
    await NextAuth(
      {
        method,
        headers: Object.fromEntries(request.headers),
        cookies: parseCookie(request.headers.get("cookie")),
        query: { ...Object.fromEntries(url.searchParams), nextauth: providerId ? [action, providerId] : [action] },
        body,
      } as unknown as Parameters<typeof nextAuth>[0],
      answer as unknown as Parameters<typeof nextAuth>[1],
      options,
    );
  } catch (error) {
    logger().error({ err: error, action }, "sign-in failed");
    return unavailable(body?.json === "true");
  }
  if (action === "signin" && body && providerId)
    answer.setHeader(
      "set-cookie",
      [answer.getHeader("set-cookie") ?? [], testCookie(body.test === "1", providerId)].flat(),
    );
  if (action === "signout" && method === "POST" && replaces && answer.leftSession) await endSession(replaces, now);
  if (outcome.retryAfterSeconds) {
    answer.code = 429;
    answer.setHeader("Retry-After", String(outcome.retryAfterSeconds));
  }
  return answer.toResponse();
}

/** Form or JSON fields; null when the body is larger than any honest one. */
async function readForm(request: Request): Promise<Record<string, unknown> | null> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return null;
  const text = await request.text();
  if (text.length > MAX_BODY_BYTES) return null;
  if (request.headers.get("content-type")?.includes("application/json")) {
    try {
      const parsed: unknown = JSON.parse(text);
      return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
    } catch {
      return {};
    }
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/** A failure of ours: said without a word of what failed. */
function unavailable(asJson: boolean): Response {
  const url = `${env().APP_URL}/login?error=Unavailable`;
  return asJson
    ? Response.json({ url }, { status: 503, headers: { "cache-control": "no-store" } })
    : new Response(null, { status: 302, headers: { location: url, "cache-control": "no-store" } });
}

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: { "content-type": "text/plain", "cache-control": "no-store" } });

/** The few members of Node's response that next-auth uses, collected into a web Response. */
class NodeAnswer {
  code = 200;
  private readonly headers = new Map<string, string | string[]>();
  private body: string | null = null;

  status(code: number): this {
    this.code = code;
    return this;
  }
  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase());
  }
  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }
  json(value: unknown): void {
    this.setHeader("content-type", "application/json");
    this.body = JSON.stringify(value);
  }
  send(value: unknown): void {
    if (typeof value === "object" && value !== null) this.json(value);
    else this.body = value === undefined ? null : String(value);
  }
  end(): void {}

  /** Whether this answer takes the session cookie away. */
  get leftSession(): boolean {
    return [this.getHeader("set-cookie") ?? []].flat().some((c) => /carillon\.session=;/.test(c));
  }

  toResponse(): Response {
    const headers = new Headers({ "cache-control": "no-store" });
    for (const [name, value] of this.headers)
      for (const one of [value].flat())
        if (name === "set-cookie") headers.append(name, one);
        else headers.set(name, one);
    return new Response(this.code === 302 ? null : this.body, { status: this.code, headers });
  }
}
