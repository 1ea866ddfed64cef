import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type ResendBehaviour =
  | "ok"
  | "throttle"
  | "hang-after-accept"
  | "drop-after-accept"
  | "error-after-accept"
  | "unauthorised"
  | "reject-first";
type Email = {
  to: string[];
  subject: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  html: string;
};
type Stored = { hash: string; answer: string };

/**
 * A server that speaks Resend's batch API and enforces what it promises: API key, 100 messages a call, idempotency keys
 * (same key and body: the first answer again; same key, other body: 409).
 */
export async function startResendServer(apiKey = "re_test_key_1") {
  const accepted: Email[] = [];
  const keys = new Map<string, Stored>();
  const state = { behaviour: "ok" as ResendBehaviour, calls: 0, replays: 0, retryAfter: 7 };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    state.calls += 1;
    const answer = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
    if (request.url !== "/emails/batch" || request.method !== "POST")
      return answer(404, { name: "not_found", message: "?" });
    if (request.headers.authorization !== `Bearer ${apiKey}` || state.behaviour === "unauthorised")
      return answer(401, { name: "restricted_api_key", message: "API key is invalid" });
    if (state.behaviour === "throttle")
      return answer(
        429,
        { name: "rate_limit_exceeded", message: "Too many requests" },
        { "retry-after": `${state.retryAfter}` },
      );
    const key = String(request.headers["idempotency-key"] ?? "");
    const hash = createHash("sha256").update(body).digest("hex");
    const known = key === "" ? undefined : keys.get(key);
    if (known) {
      if (known.hash !== hash)
        return answer(409, { name: "invalid_idempotent_request", message: "Same key, other payload" });
      state.replays += 1;
      return response.writeHead(200, { "content-type": "application/json" }).end(known.answer);
    }
    const emails = JSON.parse(body) as Email[];
    if (emails.length > 100) return answer(422, { name: "validation_error", message: "At most 100" });
    const errors = state.behaviour === "reject-first" ? [{ index: 0, message: "Invalid `to` field" }] : [];
    const taken = emails.filter((_, index) => !errors.some((e) => e.index === index));
    accepted.push(...taken);
    const data = taken.map((_, index) => ({ id: `re_${accepted.length}_${index}` }));
    keys.set(key, { hash, answer: JSON.stringify({ data, errors }) });
    if (state.behaviour === "hang-after-accept") return;
    if (state.behaviour === "drop-after-accept") return request.socket.destroy();
    if (state.behaviour === "error-after-accept") return answer(500, { name: "internal_server_error", message: "Oh" });
    return answer(200, { data, errors });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    accepted,
    state,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
