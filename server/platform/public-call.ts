import "server-only";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { checkPublicUrl, publicLookup, type ResolveAll } from "./public-address";

export type PublicCall = {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** For the whole exchange: name, connection, answer. */
  timeoutMs?: number;
  /** How long the other side may say nothing before it answers; the body is up to whoever reads it. */
  silenceMs?: number;
  resolveAll?: ResolveAll;
};

/**
 * Calls an address a tenant typed; the one way to do so. Only public addresses (public-address.ts), no redirect
 * followed, nothing unpacked, a new connection each time. Answers with the head, the body still to be read: whoever
 * reads it sets the limit. Rejects with `AddressRefused` or the network's error.
 */
export function openPublic(
  address: string,
  { method = "GET", headers = {}, body, timeoutMs = 15_000, silenceMs = 60_000, resolveAll }: PublicCall = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = checkPublicUrl(address);
    const request = url.protocol === "https:" ? httpsRequest : httpRequest;
    const call = request(
      url,
      {
        method,
        agent: false,
        lookup: publicLookup(url, resolveAll),
        signal: AbortSignal.timeout(timeoutMs),
        headers: { "accept-encoding": "identity", "user-agent": "carillon", ...headers },
      },
      (response) => {
        call.setTimeout(0);
        resolve(response);
      },
    );
    call.on("error", reject);
    call.setTimeout(silenceMs, () => call.destroy(new Error("silence")));
    call.end(body);
  });
}

export type PublicAnswer = {
  status: number;
  headers: IncomingMessage["headers"];
  /** At most `maxBytes` of the body; the rest is not read. */
  text: string;
};

/** The same with the beginning of the body. */
export async function callPublic(
  address: string,
  { maxBytes = 65_536, ...call }: PublicCall & { maxBytes?: number } = {},
): Promise<PublicAnswer> {
  const response = await openPublic(address, call);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxBytes) break;
  }
  const text = Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}
