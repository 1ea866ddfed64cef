import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };
type Reply = { status: number; headers?: Record<string, string>; body?: string };

/** A real receiver of webhooks on loopback that keeps what it got and answers as it is told. */
export async function startWebhookReceiver() {
  const received: Received[] = [];
  const state: { reply: (call: Received) => Reply } = { reply: () => ({ status: 200 }) };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(call);
    const { status, headers = {}, body = "" } = state.reply(call);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    target,
    url: `http://${target}`,
    received,
    state,
    /** As the public library of Standard Webhooks checks it; throws when it does not fit. */
    verify: (secret: string, { body, headers }: Received) =>
      new Webhook(secret).verify(body, headers as Record<string, string>),
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
