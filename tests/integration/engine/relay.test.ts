import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRelay, emitSql, relayBatch } from "@/server/engine";
import { type EngineDatabase, openEngineDatabase, silentLogger } from "@/tests/support/engine-harness";

interface Received {
  path: string;
  events: { id: string; name: string; data: unknown; ts: number }[];
}

let database: EngineDatabase;
let server: Server;
let baseUrl: string;
let received: Received[] = [];
let status = 200;
let onReceived: () => void = () => {};
const relayChild = fileURLToPath(new URL("../../support/relay-child.ts", import.meta.url));

beforeEach(async () => {
  received = [];
  status = 200;
  onReceived = () => {};
  database = await openEngineDatabase();
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ path: request.url ?? "", events: JSON.parse(body) });
    onReceived();
    response.writeHead(status).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await database.close();
});

const waiting = async () => {
  const [row] = await database.sql<{ n: number }[]>`select count(*)::int as n from wf.inbox where routed is null`;
  return row?.n;
};

it("posts events in order under their own ids, at most 500 at a time", async () => {
  const events = Array.from({ length: 501 }, (_, n) => ({ id: `e${n}`, name: "go", data: { n }, ts: 1000 }));
  await emitSql(database.sql, events);
  const relay = { sql: database.sql, baseUrl, eventKey: "key" };
  expect(await relayBatch(relay)).toBe(500);
  expect(await relayBatch(relay)).toBe(1);
  expect(await relayBatch(relay)).toBe(0);
  expect(received.map(({ path, events: sent }) => [path, sent.length])).toEqual([
    ["/e/key", 500],
    ["/e/key", 1],
  ]);
  expect(received.flatMap(({ events: sent }) => sent.map((event) => event.id))).toEqual(
    events.map((event) => event.id),
  );
  expect(received[0]?.events[0]).toEqual({ id: "e0", name: "go", data: { n: 0 }, ts: 1000 });
});

it("keeps events the server did not take and posts them again, with the same ids", async () => {
  await emitSql(database.sql, [{ id: "a", name: "go", data: {} }]);
  status = 500;
  await expect(relayBatch({ sql: database.sql, baseUrl, eventKey: "key" })).rejects.toThrow("answered 500");
  expect(await waiting()).toBe(1);
  status = 200;
  const relay = createRelay({ sql: database.sql, baseUrl, eventKey: "key", logger: silentLogger });
  await relay.start();
  await expect.poll(waiting, { timeout: 50_000 }).toBe(0);
  await relay.stop();
  expect(received.map(({ events }) => events.map((event) => event.id))).toEqual([["a"], ["a"]]);
});

it("killed with -9 before it heard the answer, hands every event over again under the same id and loses none", async () => {
  const ids = Array.from({ length: 1200 }, (_, n) => `k${n}`);
  await emitSql(
    database.sql,
    ids.map((id) => ({ id, name: "go", data: {} })),
  );
  const relays: ChildProcess[] = [];
  const startChild = () => {
    const relay = spawn(process.execPath, ["--import", "tsx", relayChild, database.url, baseUrl], { stdio: "inherit" });
    relays.push(relay);
    return relay;
  };
  // The server takes each of the first three calls and kills whoever made it before it can answer.
  onReceived = () => {
    if (relays.length > 3) return;
    relays.at(-1)?.kill("SIGKILL");
    startChild();
  };
  startChild();
  await expect.poll(waiting, { timeout: 120_000 }).toBe(0);
  for (const relay of relays) relay.kill("SIGKILL");
  const taken = received.flatMap(({ events }) => events.map((event) => event.id));
  expect(relays).toHaveLength(4);
  expect(taken.length).toBeGreaterThan(ids.length);
  expect([...new Set(taken)]).toEqual(ids);
}, 180_000);
