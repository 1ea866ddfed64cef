import "server-only";
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

/** `text` is null when the answer broke off. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string | null };
export type Poster = {
  /** A string is JSON already. Rejects with the network's error when there was no answer. Follows no redirect. */
  post(headers: Record<string, string>, body: unknown): Promise<Answer>;
  close(): void;
};

/** A connection idle for longer may be about to be closed by the other side. */
const IDLE_MS = 4000;

/**
 * Posts JSON to one address over connections that are kept. Not `fetch`: of a call with a hundred messages (a megabyte)
 * it spends more CPU on handing the body over than making the body costs.
 */
export function createPoster(address: string, timeoutMs: number): Poster {
  const url = new URL(address);
  const isTls = url.protocol === "https:";
  const [request, agent] = isTls
    ? [httpsRequest, new HttpsAgent({ keepAlive: true, timeout: IDLE_MS })]
    : [httpRequest, new HttpAgent({ keepAlive: true, timeout: IDLE_MS })];

  const once = (headers: Record<string, string>, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = request(
        url,
        {
          method: "POST",
          agent,
          signal: AbortSignal.timeout(timeoutMs),
          headers: { ...headers, "content-type": "application/json", "content-length": body.length },
        },
        (response) => {
          const { statusCode: status = 0, headers } = response;
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => {
            text += part;
          });
          response.on("end", () => resolve({ status, headers, text }));
          response.on("error", () => resolve({ status, headers, text: null }));
        },
      );
      call.on("error", reject);
      call.end(body);
    });

  return {
    post: (headers, body) => once(headers, Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8")),
    close: () => agent.destroy(),
  };
}
