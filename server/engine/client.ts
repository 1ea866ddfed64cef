import { Inngest } from "inngest";

/** Answers one request the SDK makes to "the server": events and checkpoints. */
export type FetchHandler = (
  path: string,
  body: unknown,
  headers: Headers,
) => Promise<{ status: number; body: unknown }>;

interface Hook {
  /** One handler per engine running in this process, by worker id. */
  handlers: Map<string, FetchHandler>;
}

const hooks = new WeakMap<Inngest.Any, Hook>();

export type EngineClientOptions = Omit<ConstructorParameters<typeof Inngest>[0], "fetch" | "isDev" | "baseUrl">;

/**
 * An Inngest client for the embedded engine: what the SDK would send to a server is answered in this process.
 * Without a running engine attached, sending fails; application code emits through the outbox instead.
 */
export function createEngineClient(options: EngineClientOptions): Inngest.Any {
  const hook: Hook = { handlers: new Map() };
  const client = new Inngest({
    ...options,
    isDev: true,
    // Never contacted; the reserved name makes a leak visible as a failed look-up.
    baseUrl: "http://engine.invalid",
    fetch: (input: unknown, init?: RequestInit) => answer(hook, String(input), init),
  });
  hooks.set(client, hook);
  return client;
}

/** Attaches an engine to a client made by `createEngineClient`; call the result to detach it. */
export function attachEngine(client: Inngest.Any, workerId: string, handler: FetchHandler): () => void {
  const hook = hooks.get(client);
  if (!hook) throw new Error("The engine needs a client made by createEngineClient.");
  hook.handlers.set(workerId, handler);
  return () => hook.handlers.delete(workerId);
}

async function answer(hook: Hook, url: string, init: RequestInit | undefined): Promise<Response> {
  const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
  const handler = findHandler(hook, body);
  const { status, body: answered } = handler
    ? await handler(new URL(url).pathname, body, new Headers(init?.headers))
    : { status: 503, body: { error: "No engine is running in this process.", status: 503 } };
  return new Response(JSON.stringify(answered), { status, headers: { "content-type": "application/json" } });
}

/** Checkpoints name the engine they belong to in their queue item id; events may go to any. */
function findHandler({ handlers }: Hook, body: unknown): FetchHandler | undefined {
  const queueItem = typeof body === "object" && body !== null ? Reflect.get(body, "qi_id") : undefined;
  if (typeof queueItem === "string") return handlers.get(queueItem.split(".")[0] ?? "");
  return handlers.values().next().value;
}
