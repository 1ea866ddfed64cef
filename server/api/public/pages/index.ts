import "server-only";
import { logger } from "@/server/platform/logger";
import type { PublicAnswer, PublicRequest } from "../answer";
import { answerConfirm } from "./confirm";
import { answerForm } from "./form";
import { answerPreferences } from "./preferences";
import { answerUnsubscribePage } from "./unsubscribe";

type Page = (token: string, request: PublicRequest) => Promise<PublicAnswer>;

/** Pages without login by the first part of their address; all of them plain HTML without script. */
const PAGES: Record<string, { answer: Page; takesPost: boolean }> = {
  unsubscribe: { answer: answerUnsubscribePage, takesPost: false },
  confirm: { answer: answerConfirm, takesPost: true },
  f: { answer: answerForm, takesPost: true },
  preferences: { answer: answerPreferences, takesPost: true },
};

const pageOf = (path: string): { page: (typeof PAGES)[string]; token: string } | null => {
  const [, name = "", token = ""] = /^\/([a-z]+)\/([^/]+)\/?$/.exec(path) ?? [];
  const page = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  return page ? { page, token } : null;
};

export const isRecipientPage = (path: string): boolean => pageOf(path) !== null;

/** GET and HEAD show, OPTIONS says what there is, POST changes; nothing else exists. */
export async function answerRecipientPage(request: PublicRequest): Promise<PublicAnswer> {
  const found = pageOf(request.path);
  if (!found) return { status: 404 };
  const allow = found.page.takesPost ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
  if (request.method === "OPTIONS") return { status: 204, headers: { allow } };
  const isKnown = ["GET", "HEAD"].includes(request.method) || (request.method === "POST" && found.page.takesPost);
  if (!isKnown) return { status: 405, headers: { allow } };
  try {
    return await found.page.answer(found.token, request);
  } catch (error) {
    logger().error({ err: error }, "a recipient page failed");
    return {
      status: 503,
      headers: { "content-type": "text/plain; charset=utf-8", "retry-after": "30" },
      body: "We could not do this just now. Please try again in a minute.\n",
    };
  }
}
