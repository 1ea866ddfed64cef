import "server-only";
import type { IncomingMessage } from "node:http";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { AddressRefused } from "@/server/platform/public-address";
import { openPublic, type PublicCall } from "@/server/platform/public-call";
import { MAX_IMPORT_BYTES, saveUpload } from "./files";

const MAX_HOPS = 5;
/** For the whole file, and for a server that says nothing at all. */
const LIMIT_MS = 30 * 60_000;
const SILENCE_MS = 60_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export type FetchOptions = Pick<PublicCall, "resolveAll"> & {
  maxBytes?: number;
  silenceMs?: number;
  /** Told how much is here; the whole length is 0 when the server does not say it. Throws to give up. */
  onProgress?: (done: number, length: number) => Promise<void>;
};

/**
 * Brings the file behind an address to disk. https only (plain http where the operator allowed that very host), every hop
 * of a redirect checked like the first, at most 2 GB, within half an hour. Refusals are AppErrors for whoever asked.
 */
export async function fetchFile(
  address: string,
  { maxBytes = MAX_IMPORT_BYTES, silenceMs = SILENCE_MS, onProgress, resolveAll }: FetchOptions = {},
): Promise<{ storageKey: string; byteSize: number }> {
  try {
    const response = await follow(address, silenceMs, resolveAll);
    const length = Number(response.headers["content-length"] ?? 0);
    if (length > maxBytes) {
      response.destroy();
      throw refused("PAYLOAD_TOO_LARGE", `The file is larger than ${Math.floor(maxBytes / 1024 ** 2)} MB. Split it.`);
    }
    response.setTimeout(silenceMs, () => response.destroy(new Error("silence")));
    return await saveUpload(counted(response, length, onProgress), maxBytes);
  } catch (error) {
    throw explained(error);
  }
}

async function follow(
  address: string,
  silenceMs: number,
  resolveAll: PublicCall["resolveAll"],
): Promise<IncomingMessage> {
  const end = Date.now() + LIMIT_MS;
  let url = secureUrl(address);
  for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
    const response = await openPublic(url.href, {
      ...{ timeoutMs: Math.max(1, end - Date.now()), silenceMs },
      ...(resolveAll ? { resolveAll } : {}),
    });
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (!REDIRECTS.has(statusCode) || !headers.location)
      throw refused("VALIDATION_ERROR", `The server answered ${statusCode} instead of sending the file.`);
    if (!URL.canParse(headers.location, url)) throw new AddressRefused();
    url = secureUrl(new URL(headers.location, url).href);
  }
  throw refused("VALIDATION_ERROR", `The address leads to another one more than ${MAX_HOPS} times.`);
}

/** The URL when it is https, or http to a host the operator named; what is inside our network is refused by the call. */
export function secureUrl(address: string): URL {
  const url = new URL(address);
  const isNamed = env().ALLOWED_PRIVATE_TARGETS.includes(`${url.hostname}:${url.port || "80"}`);
  if (url.protocol === "https:" || (url.protocol === "http:" && isNamed)) return url;
  throw refused("VALIDATION_ERROR", "The address must begin with https://, and so must every address it leads to.");
}

async function* counted(
  response: IncomingMessage,
  length: number,
  onProgress: FetchOptions["onProgress"],
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (done === 0 && isPage(chunk))
      throw refused("VALIDATION_ERROR", "The address leads to a web page, not to a CSV file. Use its download link.");
    done += chunk.length;
    yield chunk;
    await onProgress?.(done, length);
  }
  if (length > 0 && done !== length)
    throw refused("VALIDATION_ERROR", "The server stopped before the end of the file.");
}

const isPage = (chunk: Buffer): boolean => /^\s*<(!doctype html|html)/i.test(chunk.subarray(0, 200).toString("latin1"));

const refused = (code: "VALIDATION_ERROR" | "PAYLOAD_TOO_LARGE", reason: string): AppError =>
  new AppError(code, `url: ${reason}`, { field: "url", reason });

/** What the network says in words that help; nothing about which addresses exist inside. */
function explained(error: unknown): unknown {
  if (error instanceof AddressRefused)
    return refused("VALIDATION_ERROR", "The address must be reachable from the public internet over https.");
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return refused("VALIDATION_ERROR", "The server took longer than half an hour.");
  if (error.message === "silence") return refused("VALIDATION_ERROR", "The server fell silent. Try again later.");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return refused("VALIDATION_ERROR", "There is no server of this name. Look for a typing mistake.");
  if (
    /^(ECONN|EPIPE|EHOST|ENET|ETIMEDOUT|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HPE_|ERR_STREAM)/.test(
      code,
    )
  )
    return refused("VALIDATION_ERROR", "The server could not be reached, or broke the connection.");
  return error;
}
