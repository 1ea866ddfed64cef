import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import postgres from "postgres";
import { createEngine, createEngineClient, type Engine, type EngineLogger, emitSql } from "@/server/engine";
import { createTestDatabase, type TestDatabase } from "./database";

/** One event a scenario sends. */
export interface Sent {
  id?: string;
  data?: Record<string, unknown>;
  ts?: number;
}

/** How long a test waits for what must happen: long enough for a machine that is busy with eight other things. */
const PATIENCE_MS = 60_000;

interface Mark {
  label: string;
  value: unknown;
  at: number;
}

/** What one scenario has to work with: its own event names, function ids and log of what happened. */
export class Kit {
  readonly functions: InngestFunction.Any[] = [];
  private readonly marks: Mark[] = [];
  private watchers: (() => void)[] = [];

  constructor(
    readonly client: Inngest,
    private readonly prefix: string,
    private readonly bed: () => TestBed,
  ) {}

  /** A function id or event name nobody else uses. */
  name(local: string): string {
    return `${this.prefix}/${local}`;
  }

  id(local: string): string {
    return `${this.prefix}-${local}`;
  }

  add(...functions: InngestFunction.Any[]): void {
    this.functions.push(...functions);
  }

  /** Notes that something happened and answers `result`, by default the value noted. */
  mark<T = null>(label: string, value?: T, result?: unknown): T;
  mark(label: string, value: unknown = null, result: unknown = value): unknown {
    this.marks.push({ label, value, at: Date.now() });
    for (const watch of this.watchers) watch();
    return result;
  }

  all(label: string): Mark[] {
    return this.marks.filter((mark) => mark.label === label);
  }

  values(label: string): unknown[] {
    return this.all(label).map((mark) => mark.value);
  }

  /** Resolves with the marks of a label once there are `count` of them; rejects after `timeoutMs`. */
  async seen(label: string, count = 1, timeoutMs = PATIENCE_MS): Promise<Mark[]> {
    let watch: () => void = () => {};
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        watch = () => this.all(label).length >= count && resolve();
        const seen = () => this.marks.map((mark) => mark.label).join(", ");
        timer = setTimeout(
          () => reject(new Error(`Waited ${timeoutMs} ms for ${count} x "${label}"; seen: ${seen()}`)),
          timeoutMs,
        );
        this.watchers.push(watch);
        watch();
      });
    } finally {
      clearTimeout(timer);
      this.watchers = this.watchers.filter((other) => other !== watch);
    }
    return this.all(label);
  }

  /** Repeats an event until its effect shows: a run only sees events that come after its wait began. */
  async sendUntil(isDone: () => boolean, event: string, ...sent: Sent[]): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!isDone()) {
      if (Date.now() > until) throw new Error(`"${event}" had no effect in ${PATIENCE_MS} ms.`);
      await this.send(event, ...sent);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  /** Sends different events together, in this order. */
  sendInOrder(...events: [event: string, data: Record<string, unknown>][]): Promise<void> {
    return this.bed().send(events.map(([event, data]) => ({ name: this.name(event), data })));
  }

  send(event: string, ...sent: Sent[]): Promise<void> {
    const events = (sent.length > 0 ? sent : [{}]).map(({ data = {}, ...rest }) => ({
      ...rest,
      name: this.name(event),
      data,
    }));
    return this.bed().send(events);
  }
}

type OutgoingEvent = { id?: string; name: string; data: Record<string, unknown>; ts?: number };

/** A place to run functions: the embedded engine on a database of its own, or a real Inngest server. */
export interface TestBed {
  send(events: OutgoingEvent[]): Promise<void>;
  stop(): Promise<void>;
}

export const silentLogger: EngineLogger = { debug() {}, info() {}, warn() {}, error() {} };

/** Shows warnings and errors of the engine when ENGINE_TEST_LOG is set. */
export const testLogger: EngineLogger = process.env.ENGINE_TEST_LOG
  ? {
      ...silentLogger,
      warn: (details, text) => console.warn(text, details),
      error: (details, text) => console.error(text, details),
    }
  : silentLogger;

const realServer = process.env.INNGEST_CONFORMANCE_BASE_URL;
export const isRealServer = realServer !== undefined;

export function createConformanceClient(id: string, checkpointing: boolean): Inngest {
  if (!realServer) return createEngineClient({ id, checkpointing, logger: silentLogger });
  return new Inngest({
    id,
    checkpointing,
    baseUrl: realServer,
    eventKey: process.env.INNGEST_CONFORMANCE_EVENT_KEY,
    signingKey: process.env.INNGEST_CONFORMANCE_SIGNING_KEY,
    logger: silentLogger,
    isDev: !process.env.INNGEST_CONFORMANCE_SIGNING_KEY,
  });
}

export function startTestBed(client: Inngest, functions: InngestFunction.Any[]): Promise<TestBed> {
  return realServer ? startServed(client, functions, realServer) : startEmbedded(client, functions);
}

async function startEmbedded(client: Inngest, functions: InngestFunction.Any[]): Promise<TestBed> {
  const database = await openEngineDatabase();
  const engine = await startEngine(database.sql, client, functions, { concurrency: 40 });
  return {
    send: async (events) => void (await emitSql(database.sql, events)),
    async stop() {
      await engine.stop();
      await database.close();
    },
  };
}

/** Serves the functions over HTTP on this machine and registers them with the real server. */
async function startServed(client: Inngest, functions: InngestFunction.Any[], baseUrl: string): Promise<TestBed> {
  const server = createServer(serve({ client, functions, servePath: "/api/inngest" }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: "PUT" });
  if (!registered.ok) throw new Error(`The Inngest server refused the functions: ${await registered.text()}`);
  const eventKey = process.env.INNGEST_CONFORMANCE_EVENT_KEY ?? "test";
  return {
    async send(events) {
      const answer = await fetch(new URL(`/e/${eventKey}`, baseUrl), { method: "POST", body: JSON.stringify(events) });
      if (!answer.ok) throw new Error(`The Inngest server refused an event: ${await answer.text()}`);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface EngineDatabase {
  sql: postgres.Sql;
  /** Address as the worker's role. */
  url: string;
  ownerUrl: string;
  close(): Promise<void>;
}

/** A fresh database, opened as the role the worker uses: its grants are tested along the way. */
export async function openEngineDatabase(): Promise<EngineDatabase> {
  const database: TestDatabase = await createTestDatabase();
  const sql = postgres(database.pipelineUrl, { max: 12, onnotice: () => {} });
  return {
    sql,
    url: database.pipelineUrl,
    ownerUrl: database.ownerUrl,
    async close() {
      await sql.end({ timeout: 5 });
      await database.drop();
    },
  };
}

export async function startEngine(
  sql: postgres.Sql,
  client: Inngest,
  functions: InngestFunction.Any[],
  options: Partial<Parameters<typeof createEngine>[0]> = {},
): Promise<Engine> {
  const engine = createEngine({
    sql,
    client,
    functions,
    logger: testLogger,
    pollMs: 200,
    jitter: () => 0,
    leaseMs: 10_000,
    ...options,
  });
  await engine.start();
  return engine;
}

/** A promise to hold a step open until the test lets it go on. */
export function makeGate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
