import { connect, createServer } from "node:net";
import { expect, test } from "@playwright/test";
import { isAlive, pause } from "../../scripts/lib/os.mjs";
import { type App, startApp } from "./support/app";

test.describe.configure({ mode: "default", timeout: 480_000 });

const fetchStatus = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(30_000) })).status;

async function withApp(work: (app: App) => Promise<void>, env: Record<string, string> = {}): Promise<void> {
  const app = await startApp({ env });
  try {
    await work(app);
  } finally {
    await app.kill9();
    app.remove();
  }
}

async function until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within a minute: ${what}`);
    await pause(50);
  }
}

const untilReady = (app: App) =>
  until(
    () =>
      fetchStatus(`${app.url}/readyz`).then(
        (status) => status === 200,
        () => false,
      ),
    "ready",
  );

test("a killed process comes back by itself, and stopping leaves none behind, Postgres included", async () => {
  await withApp(async (app) => {
    expect(await fetchStatus(`${app.url}/readyz`)).toBe(200);
    expect(Object.keys(app.processes()).sort()).toEqual(["boot", "postgres", "web", "worker"]);
    for (const name of ["web", "worker", "postgres"] as const) {
      const killed = app.processes()[name] ?? 0;
      process.kill(killed, "SIGKILL");
      await until(() => (app.processes()[name] ?? killed) !== killed, `${name} runs again`);
      await untilReady(app);
    }
    // Ready is the web's word. A worker that fell with the database may still be on its way back.
    let pids: number[] = [];
    await until(() => {
      pids = Object.values(app.processes());
      return pids.length === 4;
    }, "all four run");
    await app.stop();
    expect(pids.filter((pid) => isAlive(pid))).toEqual([]);
    expect(app.processes()).toEqual({});
  });
});

test("kill -9 of the starter takes web and worker with it; after kill -9 of everything a start is ready again", async () => {
  await withApp(async (app) => {
    const { boot = 0, web = 0, worker = 0 } = app.processes();
    process.kill(boot, "SIGKILL");
    await until(() => ![boot, web, worker].some((pid) => isAlive(pid)), "web and worker end");
    const second = await startApp({ dataDir: app.dataDir });
    await second.kill9();
    const third = await startApp({ dataDir: app.dataDir });
    expect(await fetchStatus(`${third.url}/readyz`)).toBe(200);
    await third.stop();
  });
});

test("a client that never finishes its request does not keep the application from stopping", async () => {
  await withApp(async (app) => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    socket.write("GET /livez HTTP/1.1\r\nHost: x\r\n");
    const begun = Date.now();
    await app.stop();
    // Node by itself would give the client a minute for its headers.
    expect(Date.now() - begun).toBeLessThan(55_000);
  });
});

test("a PORT in use is refused with a sentence that names PORT", async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, () => resolve()));
  const address = blocker.address();
  const port = typeof address === "object" && address ? String(address.port) : "";
  await expect(startApp({ env: { PORT: port } })).rejects.toThrow(`PORT ${port} is in use`);
  blocker.close();
});

for (const [name, value] of [
  ["PORT", "no-number"],
  ["DATABASE_URL", "mysql://somewhere"],
  ["APP_URL", "not an address"],
  ["CARILLON_ADMIN_EMAIL", "nobody"],
  ["INNGEST_BASE_URL", "http://localhost:8288"],
] as const) {
  test(`a wrong ${name} is refused at boot with a sentence that names it, and no stack`, async () => {
    const failure = await startApp({ env: { [name]: value } }).then(
      () => "it started",
      (error: Error) => error.message,
    );
    expect(failure).toContain(name === "INNGEST_BASE_URL" ? "INNGEST_" : name);
    expect(failure).toContain("did not start");
    expect(failure).not.toMatch(/\n\s+at /);
  });
}
