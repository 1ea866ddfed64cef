import "server-only";
import { AppError } from "@/server/platform/errors";
import type { RestRequest } from "./route";

export const MAX_BODY_BYTES = 1024 * 1024;

const tooLarge = () => new AppError("PAYLOAD_TOO_LARGE", "The body is larger than 1 MB.");
const badText = (where: string) => new AppError("BAD_REQUEST", `The ${where} holds a NUL character or is not UTF-8.`);

/** Path parameters and query as text. Throws BAD_REQUEST for what cannot be decoded or stored. */
export function readAddress(url: URL, rawParams: Record<string, string>): Pick<RestRequest, "params" | "query"> {
  const params = Object.fromEntries(Object.entries(rawParams).map(([name, value]) => [name, decode(value)]));
  const query = Object.fromEntries(url.searchParams);
  for (const value of [...Object.values(query), ...Object.keys(query)])
    if (value.includes("\0")) throw badText("query");
  return { params, query };
}

function decode(part: string): string {
  try {
    const text = decodeURIComponent(part);
    if (!text.includes("\0")) return text;
  } catch {
    // Falls through to the refusal.
  }
  throw badText("path");
}

/** The JSON body with its text (for the idempotency hash); an empty body is undefined. Reads 1 MB at most. */
export async function readBody(request: Request): Promise<{ text: string; json: unknown }> {
  if (request.method === "GET" || request.method === "DELETE" || !request.body) return { text: "", json: undefined };
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const bytes = await readAtMost(request.body, MAX_BODY_BYTES);
  if (bytes.length === 0) return { text: "", json: undefined };
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json" && !/^application\/[\w.-]+\+json$/.test(type))
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badText("body");
  }
  // Postgres cannot store it in text or jsonb, so it would come back as an error of ours.
  if (text.includes("\\u0000")) throw badText("body");
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not valid JSON.");
  }
}

async function readAtMost(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
}
