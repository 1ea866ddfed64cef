import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddressOf } from "@/server/platform/client-address";

/** A request as the public endpoints need it, from either a bare Node server or a Next route file. */
export type PublicRequest = {
  method: string;
  path: string;
  query(): URLSearchParams;
  header(name: string): string | null;
  ip: string | null;
  /** The raw body, at most `limit` bytes; null when it is longer. */
  readBody(limit: number): Promise<string | null>;
};

export type PublicAnswer = {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Of `body`; a picture is "latin1", one character a byte, so that Node sends it in one piece with the head. */
  encoding?: "latin1";
};

/** Nothing here may be kept by a cache, indexed, or told where the person came from. */
const COMMON = {
  "cache-control": "no-store, max-age=0",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow",
};

export function fromNode(request: IncomingMessage): PublicRequest {
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
  return {
    method: request.method ?? "GET",
    path,
    query: () => new URLSearchParams(query),
    header: (name) => request.headers[name]?.toString() ?? null,
    ip: clientAddressOf(request),
    readBody: (limit) => readNodeBody(request, limit),
  };
}

export function sendNode(request: IncomingMessage, response: ServerResponse, answer: PublicAnswer): void {
  const { body = "", encoding = "utf8" } = answer;
  response.writeHead(answer.status, {
    ...COMMON,
    ...answer.headers,
    "content-length": Buffer.byteLength(body, encoding),
  });
  if (request.method === "HEAD") response.end();
  else response.end(body, encoding);
}

export function fromWeb(request: Request): PublicRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    query: () => url.searchParams,
    header: (name) => request.headers.get(name),
    ip: null,
    async readBody(limit) {
      const text = await request.text();
      return Buffer.byteLength(text) > limit ? null : text;
    },
  };
}

export const toWeb = (answer: PublicAnswer): Response =>
  new Response(
    answer.status === 204 || answer.status === 304 ? null : Buffer.from(answer.body ?? "", answer.encoding),
    {
      status: answer.status,
      headers: { ...COMMON, ...answer.headers },
    },
  );

async function readNodeBody(request: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? null : Buffer.concat(chunks).toString("utf8");
}
