import "server-only";
import { readClickToken, readOpenToken, recordHit, undoUnsubscribe, unsubscribe } from "@/server/delivery";
import { AppError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import type { PublicAnswer, PublicRequest } from "./answer";
import { visitorOf } from "./visitor";

const PIXEL: PublicAnswer = {
  status: 200,
  headers: { "content-type": "image/gif" },
  body: Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64").toString("latin1"),
  encoding: "latin1",
};
const NOT_FOUND: PublicAnswer = {
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "This link is not valid.\n",
};
const TEXT = { "content-type": "text/plain; charset=utf-8" };

/** `/api/t/{o|c|u}/{token}`; null when the path is another. */
export async function answerTracking(request: PublicRequest): Promise<PublicAnswer | null> {
  const found = /^\/api\/t\/([ocu])\/([^/]+)\/?$/.exec(request.path);
  if (!found) return null;
  const [, kind = "", token = ""] = found;
  const allow = kind === "u" ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
  if (request.method === "OPTIONS") return { status: 204, headers: { allow } };
  if (kind === "u" && request.method === "POST") return answerUnsubscribe(token, request);
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, headers: { allow } };
  if (kind === "o") return answerOpen(token, request);
  if (kind === "c") return answerClick(token, request);
  // Scanners follow links: a GET only leads to the page with the button.
  return { status: 302, headers: { location: `/unsubscribe/${encodeURIComponent(token)}` } };
}

/** The pixel comes in any case; a broken picture would tell the reader more than it tells us. */
async function answerOpen(token: string, request: PublicRequest): Promise<PublicAnswer> {
  const ref = readOpenToken(token);
  if (ref && request.method === "GET")
    await keep({ ...visitorOf(request), kind: "open", ref, linkNo: null, linkCount: null, url: null });
  return PIXEL;
}

async function answerClick(token: string, request: PublicRequest): Promise<PublicAnswer> {
  const click = readClickToken(token);
  if (!click) return NOT_FOUND;
  if (request.method === "GET") await keep({ ...visitorOf(request), kind: "click", ...click });
  return { status: 302, headers: { location: click.url } };
}

/**
 * RFC 8058: acts on the POST alone, without cookie or login, answers 200 without redirect once the opt-out is committed.
 * The page's own button comes here too (`from=page`) and is led back to the page.
 */
async function answerUnsubscribe(token: string, request: PublicRequest): Promise<PublicAnswer> {
  // Mail clients send `List-Unsubscribe=One-Click` urlencoded or as multipart; the token alone decides.
  await request.readBody(64_000);
  const isPage = request.query().get("from") === "page";
  const isUndo = isPage && request.query().get("undo") === "1";
  const scope = { isAll: isPage && request.query().get("all") === "1" };
  try {
    const outcome = isUndo
      ? await undoUnsubscribe(token, visitorOf(request), scope)
      : await unsubscribe(token, isPage ? "recipient_page" : "recipient_one_click", visitorOf(request), scope);
    if (outcome === "invalid") return NOT_FOUND;
    const state = outcome === "inert" ? "test" : isUndo ? "undone" : scope.isAll ? "all" : "done";
    if (isPage) return backToPage(token, state, request);
    return { status: 200, headers: TEXT, body: "You are unsubscribed.\n" };
  } catch (error) {
    if (isUndo && error instanceof AppError) return backToPage(token, "kept", request);
    logger().error({ err: error }, "an unsubscribe could not be stored");
    return {
      status: 503,
      headers: { ...TEXT, "retry-after": "30" },
      body: "We could not store this just now. Please try again in a minute.\n",
    };
  }
}

function backToPage(token: string, state: string, request: PublicRequest): PublicAnswer {
  const language = /^[a-z]{2}$/.exec(request.query().get("lang") ?? "")?.[0];
  const query = `state=${state}${language ? `&lang=${language}` : ""}`;
  return { status: 303, headers: { location: `/unsubscribe/${encodeURIComponent(token)}?${query}` } };
}

/** The person goes on even when our disk is full; only the count suffers, and the log says so. */
async function keep(hit: Parameters<typeof recordHit>[0]): Promise<void> {
  try {
    await recordHit(hit);
  } catch (error) {
    logger().error({ err: error }, "a hit could not be stored");
  }
}
