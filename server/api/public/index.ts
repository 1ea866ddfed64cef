import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { startHitDrain } from "@/server/delivery";
import { checkLiveness, checkReadiness, type HealthAnswer } from "@/server/platform/health";
import { logger } from "@/server/platform/logger";
import { fromNode, fromWeb, type PublicAnswer, sendNode, toWeb } from "./answer";
import { answerFormEndpoint } from "./form-endpoint";
import { answerRecipientPage, isRecipientPage } from "./pages/index";
import { answerTracking } from "./track";

export { answerLivez, answerReadyz } from "./health";

/**
 * Answers the hot and the infrastructure endpoints before Next sees them; true when it has taken the request.
 * The same functions are mounted as route files, so a host without this server answers alike, only slower.
 */
export function handlePublic(request: IncomingMessage, response: ServerResponse): boolean {
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
  startHitDrain();
  if (path.startsWith("/api/t/")) {
    void answerTracking(fromNode(request))
      .catch(failed)
      .then((found) => sendNode(request, response, found ?? { status: 404 }));
    return true;
  }
  if (path.startsWith("/api/f/")) {
    void answerFormEndpoint(fromNode(request))
      .catch(failed)
      .then((found) => sendNode(request, response, found));
    return true;
  }
  if (isRecipientPage(path)) {
    void answerRecipientPage(fromNode(request)).then((page) => sendNode(request, response, page));
    return true;
  }
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  if (path === "/livez") return answer(response, checkLiveness());
  if (path === "/readyz" || path === "/healthz") {
    void checkReadiness(new URLSearchParams(query).has("verbose")).then((health) => answer(response, health));
    return true;
  }
  return false;
}

function answer(response: ServerResponse, { status, body }: HealthAnswer): true {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
  return true;
}

/** GET, POST and the rest of /api/t/… on a plain Next host: the same function behind a route file. */
export async function answerTrackingRoute(request: Request): Promise<Response> {
  startHitDrain();
  return toWeb((await answerTracking(fromWeb(request)).catch(failed)) ?? { status: 404 });
}

/** The endpoint of forms on other sites, on a plain Next host. */
export const answerFormEndpointRoute = async (request: Request): Promise<Response> =>
  toWeb(await answerFormEndpoint(fromWeb(request)).catch(failed));

/** A page without login on a plain Next host. */
export const answerRecipientPageRoute = async (request: Request): Promise<Response> =>
  toWeb(await answerRecipientPage(fromWeb(request)));

function failed(error: unknown): PublicAnswer {
  logger().error({ err: error }, "public endpoint failed");
  return { status: 503, headers: { "retry-after": "5" } };
}
