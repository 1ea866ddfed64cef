import { rmSync, writeFileSync } from "node:fs";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAlive } from "../../../scripts/lib/os.mjs";
import { makeTemporaryDirectory } from "../../../scripts/lib/temporary.mjs";
import { type EmbeddedPostgres, startPostgres } from "../../../scripts/postgres.mjs";
import { createTestDatabase } from "../../support/database";

const settings = { shared_buffers: "32MB" };

describe("the embedded Postgres", () => {
  let dataDir: string;
  const started: EmbeddedPostgres[] = [];
  const start = async () => {
    const server = await startPostgres({ dataDir, settings });
    started.push(server);
    return server;
  };

  beforeEach(async () => {
    dataDir = await makeTemporaryDirectory();
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("keeps every acknowledged row when it is killed with -9 in the middle of writing", async () => {
    const first = await start();
    const writer = postgres(first.url, { max: 1, onnotice: () => {} });
    await writer`CREATE TABLE acknowledged (n int)`;
    let acknowledged = 0;
    const writing = (async () => {
      for (;;) {
        await writer`INSERT INTO acknowledged VALUES (${acknowledged})`;
        acknowledged += 1;
        if (acknowledged === 200) process.kill(first.pid, "SIGKILL");
      }
    })();
    await expect(writing).rejects.toThrow();
    await writer.end({ timeout: 0 });

    const second = await start();
    expect(second.port).toBe(first.port);
    const reader = postgres(second.url, { max: 1 });
    const [row] = await reader`SELECT count(*)::int AS rows FROM acknowledged`;
    await reader.end();
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    expect(row?.rows).toBeGreaterThanOrEqual(acknowledged);
  });

  it("adopts the server that is already running instead of starting a second one", async () => {
    const first = await start();
    const second = await start();
    expect(second.pid).toBe(first.pid);
    expect(second.url).toBe(first.url);
    expect(second.owned).toBe(true);
  });

  it("is durable: fsync, synchronous commit and data checksums are on", async () => {
    const server = await start();
    const sql = postgres(server.url, { max: 1 });
    const rows = await sql`
      SELECT name, setting FROM pg_settings
      WHERE name IN ('fsync', 'synchronous_commit', 'data_checksums', 'full_page_writes') ORDER BY name`;
    await sql.end();
    expect(rows.map((row) => row.setting)).toEqual(["on", "on", "on", "on"]);
  });

  it("refuses to begin an empty database where one has been lost", async () => {
    const server = await start();
    await server.stop();
    rmSync(server.cluster, { recursive: true });
    await expect(start()).rejects.toThrow(/is gone/);
  });

  it("leaves no process behind when stopped", async () => {
    const server = await start();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it("is swept away when the run that started it was killed", async () => {
    const server = await start();
    writeFileSync(`${dataDir}/run.json`, JSON.stringify({ pid: 2 ** 22 - 1, birth: "gone" }));
    const next = await makeTemporaryDirectory();
    rmSync(next, { recursive: true });
    expect(server.isRunning()).toBe(false);
  });
});

describe("createTestDatabase", () => {
  it("gives each caller a database of its own, also when many ask at once", async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase()));
    try {
      expect(new Set(databases.map((database) => database.ownerUrl)).size).toBe(4);
      for (const { ownerUrl } of databases) {
        const sql = postgres(ownerUrl, { max: 1 });
        await sql`CREATE TABLE only_here (n int)`;
        await sql.end();
      }
    } finally {
      for (const database of databases) await database.drop();
    }
  });
});
