import "server-only";
import { parsePublicId } from "@/contracts/ids";
import { WebhookRefused } from "@/server/channels";
import { receiveWebhook } from "@/server/delivery";
import { logger } from "@/server/platform/logger";

/** SendGrid posts up to some thousand events at once. */
const MAX_BODY = 5_000_000;

/**
 * POST /api/hooks/{providerId}: what a provider says about messages. 200 once it is stored, 401 for a signature that
 * does not fit, 503 when we could not store it (the provider sends it again).
 */
export async function receiveHook(request: Request, providerId: string): Promise<Response> {
  const id = parsePublicId("provider", providerId);
  if (!id) return new Response("Not found\n", { status: 404 });
  const rawBody = await readBody(request);
  if (rawBody === null) return new Response("Too large\n", { status: 413 });
  try {
    const taken = await receiveWebhook(id, Object.fromEntries(request.headers), rawBody, new Date());
    if (!taken) return new Response("Not found\n", { status: 404 });
    return Response.json(taken);
  } catch (error) {
    if (error instanceof WebhookRefused) return new Response("Signature refused\n", { status: 401 });
    logger().error({ err: error }, "a provider notification could not be stored");
    return new Response("Try again\n", { status: 503, headers: { "retry-after": "30" } });
  }
}

/** The raw body as it was signed; null as soon as it is longer than anything a provider posts. */
async function readBody(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
