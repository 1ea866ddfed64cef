import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type ApiBehaviour = "ok" | "throttle" | "refuse" | "hang" | "drop" | "error";
export type ApiRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type ApiReply = { status: number; body?: unknown; headers?: Record<string, string> };
type Api = {
  /** Checks path and credentials; the refusal, or null. */
  check(request: ApiRequest): ApiReply | null;
  /** The answers of that API to "too many" and "not this recipient". */
  throttled: ApiReply;
  refused(request: ApiRequest): ApiReply;
  /** Takes the messages and answers. */
  accept(request: ApiRequest): ApiReply;
};

/** A server that speaks one provider's sending API, misbehaving on demand after or before it accepted. */
export async function startApiServer(api: Api) {
  const state = { behaviour: "ok" as ApiBehaviour, calls: 0 };
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    state.calls += 1;
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body };
    const answer = ({ status, body: value, headers }: ApiReply) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(value === undefined ? "" : JSON.stringify(value));
    const no = api.check(request);
    if (no) return answer(no);
    if (state.behaviour === "throttle") return answer(api.throttled);
    if (state.behaviour === "refuse") return answer(api.refused(request));
    const accepted = api.accept(request);
    if (state.behaviour === "hang") return;
    if (state.behaviour === "drop") return incoming.socket.destroy();
    if (state.behaviour === "error") return answer({ status: 500, body: {} });
    return answer(accepted);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
