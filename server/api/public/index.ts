import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { checkLiveness, checkReadiness, type HealthAnswer } from "@/server/platform/health";

export { answerLivez, answerReadyz } from "./health";

/**
 * Answers the hot and the infrastructure endpoints before Next sees them; true when it has taken the request.
 * The same functions are mounted as route files, so a host without this server answers alike, only slower.
 */
export function handlePublic(request: IncomingMessage, response: ServerResponse): boolean {
  const [path, query = ""] = (request.url ?? "/").split("?", 2);
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
