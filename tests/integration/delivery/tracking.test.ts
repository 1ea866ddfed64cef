import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { handlePublic } from "@/server/api/public";
import { drainHits, runCounts, sendBatches } from "@/server/delivery";
import { clickUrl, openUrl, unsubscribeToken } from "@/server/delivery/tokens";
import type { Hit } from "@/server/delivery/tracking/hit";
import { HitSpool } from "@/server/delivery/tracking/hit-spool";
import { storeHits } from "@/server/delivery/tracking/store-hits";
import { pipelineSql } from "@/server/platform/db";
import type { MessageRef } from "@/server/platform/message-ref";
import { signToken } from "@/server/platform/signed-token";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, makeRun } from "../../support/sending";

const BROWSER = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36" };
const pathOf = (url: string) => new URL(url).pathname;

describe("tracking and unsubscribe", () => {
  const database = useTestDatabase();
  let server: Server;
  let base = "";
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (!handlePublic(request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(base + path, { redirect: "manual", ...init, headers: { ...BROWSER, ...init.headers } });

  async function sent(people = 3) {
    const ctx = await createWorkspace();
    await addPeople(ctx, people);
    const run = await makeRun(ctx);
    await sendBatches(run, { maxMs: 20_000, maxBatches: 10 });
    await pipelineSql()`update deliveries set at = now() - interval '1 hour' where workspace_no = ${ctx.workspaceNo}`;
    const refOf = (seq: number): MessageRef => ({ ...run, batchNo: 1, seq });
    const counts = async () => {
      await drainHits();
      return runCounts(ctx, { runNo: run.runNo });
    };
    const consentOf = async (contactNo: number) => {
      const [row] = await pipelineSql()<{ state: string }[]>`
        select state from consent_state where workspace_no = ${ctx.workspaceNo} and contact_no = ${contactNo}`;
      return row?.state;
    };
    return { ctx, run, refOf, counts, consentOf };
  }

  it("counts people, not requests, and keeps machines apart", async () => {
    const { refOf, counts } = await sent();
    for (const _ of [1, 2, 3])
      expect((await call(pathOf(openUrl(refOf(0))))).headers.get("content-type")).toBe("image/gif");
    await call(pathOf(openUrl(refOf(1))), { headers: { "user-agent": "Mozilla/5.0" } });
    const click = await call(
      pathOf(clickUrl({ ref: refOf(0), linkNo: 1, linkCount: 2, url: "https://example.com/a?b=1&c=2" })),
    );
    expect([click.status, click.headers.get("location")]).toEqual([302, "https://example.com/a?b=1&c=2"]);
    expect(click.headers.get("cache-control")).toContain("no-store");
    const result = await counts();
    expect(result.opens).toEqual({ human: 1, machine: 1 });
    expect(result.clicks).toEqual({ human: 1, machine: 0 });
  });

  it("calls it a machine when every link of a message is followed at once", async () => {
    const { refOf, counts } = await sent();
    for (const linkNo of [1, 2])
      await call(pathOf(clickUrl({ ref: refOf(2), linkNo, linkCount: 2, url: "https://example.com/" })));
    expect((await counts()).clicks).toEqual({ human: 0, machine: 1 });
  });

  it("changes nothing on GET, HEAD and OPTIONS of an unsubscribe link, whoever asks", async () => {
    const { run, refOf, counts, consentOf } = await sent();
    const path = `/api/t/u/${unsubscribeToken({ ref: refOf(0), contactNo: 1, isTest: false })}`;
    for (const method of ["GET", "HEAD", "OPTIONS"])
      for (const agent of ["Mozilla/5.0", "Barracuda Link Protect", BROWSER["user-agent"]])
        expect([302, 204]).toContain((await call(path, { method, headers: { "user-agent": agent } })).status);
    await call(pathOf(openUrl(refOf(0))), { method: "HEAD" });
    await call(pathOf(clickUrl({ ref: refOf(0), linkNo: 1, linkCount: 1, url: "https://example.com/" })), {
      method: "HEAD",
    });
    const rows = await pipelineSql()`select 1 from message_hits where workspace_no = ${run.workspaceNo}`;
    expect(rows).toHaveLength(0);
    expect((await counts()).unsubscribes).toBe(0);
    expect(await consentOf(1)).toBe("granted");
  });

  it.each([
    [
      "urlencoded",
      { body: "List-Unsubscribe=One-Click", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ],
    [
      "multipart",
      {
        body: '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
        headers: { "content-type": "multipart/form-data; boundary=b" },
      },
    ],
  ])("takes the one-click POST %s, in force before it answers, twenty times the same", async (_, init) => {
    const { ctx, refOf, counts, consentOf } = await sent();
    const path = `/api/t/u/${unsubscribeToken({ ref: refOf(1), contactNo: 2, isTest: false })}`;
    const answer = await call(path, { method: "POST", ...init });
    expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([
      200,
      null,
      null,
    ]);
    expect(await consentOf(2)).toBe("denied");
    const again = await Promise.all(Array.from({ length: 20 }, () => call(path, { method: "POST", ...init })));
    expect(new Set(again.map((a) => a.status))).toEqual(new Set([200]));
    const ledger =
      await pipelineSql()`select 1 from consent_ledger where workspace_no = ${ctx.workspaceNo} and contact_no = 2`;
    expect(ledger).toHaveLength(1);
    expect((await counts()).unsubscribes).toBe(1);
  });

  it("still takes it when contact and run are gone, and leaves a test message without effect", async () => {
    const { ctx, refOf, consentOf } = await sent();
    const sql = pipelineSql();
    const inert = `/api/t/u/${unsubscribeToken({ ref: refOf(0), contactNo: 1, isTest: true })}`;
    expect((await call(inert, { method: "POST" })).status).toBe(200);
    expect(await consentOf(1)).toBe("granted");
    await sql`delete from contacts where workspace_no = ${ctx.workspaceNo} and contact_no = 1`;
    await sql`delete from send_runs where workspace_no = ${ctx.workspaceNo}`;
    const path = `/api/t/u/${unsubscribeToken({ ref: refOf(0), contactNo: 1, isTest: false })}`;
    expect((await call(path, { method: "POST" })).status).toBe(200);
    expect(await consentOf(1)).toBe("denied");
  });

  it("leads nowhere but to the signed http(s) target", async () => {
    const ref = { workspaceNo: 1, runNo: 1, batchNo: 1, seq: 1 };
    const targets = [
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example",
      "\\\\evil.example",
      "https://evil.example\r\nSet-Cookie: a=b",
      "ftp://evil.example/",
      " https://evil.example",
      "https://",
      "http:evil.example",
    ];
    for (const url of targets) {
      const answer = await call(pathOf(clickUrl({ ref, linkNo: 1, linkCount: 1, url })));
      expect([url, answer.status, answer.headers.get("location")]).toEqual([url, 404, null]);
    }
    const open = signToken("open", Buffer.alloc(14));
    expect((await call(`/api/t/c/${open}`)).status).toBe(404);
    expect((await call(`/api/t/u/${open}`, { method: "POST" })).status).toBe(404);
  });

  it("loses no acknowledged hit to a database that is away or a process that dies", async () => {
    const { run, refOf } = await sent();
    const directory = mkdtempSync(join(tmpdir(), "spool-"));
    const hit = (n: number): Hit => ({
      id: `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`,
      kind: "open",
      ref: refOf(n % 3),
      linkNo: null,
      linkCount: null,
      url: null,
      at: new Date().toISOString(),
      userAgent: BROWSER["user-agent"],
      ip: null,
      isPrefetch: false,
    });
    const away = new HitSpool(() => Promise.reject(new Error("database away")), directory);
    await Promise.all(Array.from({ length: 500 }, (_, n) => away.record(hit(n))));
    await away.drainNow();
    // The process died while writing its next line; another one starts, twice.
    writeFileSync(join(directory, `99999999-x.open`), `${JSON.stringify(hit(500))}\n{"id":"half`);
    for (const _ of [1, 2]) {
      const next = new HitSpool(storeHits, directory);
      const stop = new AbortController();
      next.start(stop.signal);
      const toDrain = () => readdirSync(directory).filter((n) => n.endsWith(".jsonl") || n.startsWith("99999999"));
      await expect.poll(toDrain, { timeout: 30_000 }).toEqual([]);
      stop.abort();
    }
    const rows = await pipelineSql()`select 1 from message_hits where workspace_no = ${run.workspaceNo}`;
    expect(rows).toHaveLength(501);
  });

  it("answers opens and clicks from their tokens while the database is away, and has every one of them afterwards", async () => {
    const { run, refOf } = await sent();
    const server = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
    const name = new URL(database().ownerUrl).pathname.slice(1);
    const allow = (isAllowed: boolean) =>
      server`alter database ${server(name)} allow_connections ${server.unsafe(String(isAllowed))}`;
    const url = "https://example.com/stories/slow-loaf";
    let acknowledged = 0;
    const visit = async (times: number) => {
      for (let n = 0; n < times; n += 1) {
        const [open, click] = await Promise.all([
          call(pathOf(openUrl(refOf(n % 3)))),
          call(pathOf(clickUrl({ ref: refOf(n % 3), linkNo: 1, linkCount: 2, url }))),
        ]);
        expect([open.status, click.status, click.headers.get("location")]).toEqual([200, 302, url]);
        acknowledged += 2;
      }
    };
    try {
      await visit(20);
      await allow(false);
      await server`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await visit(20);
      await drainHits();
      await visit(20);
    } finally {
      await allow(true);
      await server.end();
    }
    const stored = async () => {
      await drainHits();
      return (await pipelineSql()`select 1 from message_hits where workspace_no = ${run.workspaceNo}`).length;
    };
    await expect.poll(stored, { timeout: 30_000 }).toBe(acknowledged);
  });

  it("accepts none of 50,000 forged tokens", async () => {
    const { readClickToken, readOpenToken, readUnsubscribeToken } = await import("@/server/delivery");
    const ref = { workspaceNo: 1, runNo: 2, batchNo: 3, seq: 4 };
    const good = unsubscribeToken({ ref, contactNo: 9, isTest: false });
    expect(readUnsubscribeToken(good)).toMatchObject({ contactNo: 9 });
    const bytes = Buffer.from(good, "base64url");
    const readers = [readUnsubscribeToken, readOpenToken, readClickToken];
    let tried = 0;
    for (let bit = 0; tried < 50_000; bit += 1) {
      const forged = Buffer.from(bytes);
      const at = bit % (bytes.length * 8);
      forged[at >> 3] = (forged[at >> 3] ?? 0) ^ (1 << (at & 7));
      const second = (bit * 7919) % forged.length;
      if (bit >= bytes.length * 8) forged[second] = ((forged[second] ?? 0) + 1 + (bit % 254)) & 255;
      if (forged.equals(bytes)) continue;
      tried += 1;
      const token = forged.toString("base64url");
      if (readers[tried % 10 < 8 ? 0 : (tried % 10) - 7]?.(token)) throw new Error(`accepted ${token}`);
    }
    expect(readOpenToken(good) ?? readClickToken(good) ?? readUnsubscribeToken(good.slice(0, -1))).toBeNull();
  });
});
