import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findFreePort, isAlive, pause } from "../../../scripts/lib/os.mjs";
import { makeTemporaryDirectory } from "../../../scripts/lib/temporary.mjs";

export type ProcessName = "boot" | "web" | "worker" | "postgres";

export interface App {
  url: string;
  dataDir: string;
  /** The living processes by role, looked up now; a role that is down is absent. */
  processes(): Partial<Record<ProcessName, number>>;
  /** The lines printed so far. */
  output(): string;
  /** Ctrl-C: drains and resolves when boot has exited. The data stays, for another `startApp({ dataDir })`. */
  stop(): Promise<void>;
  /** kill -9 of every process, Postgres included, at once. */
  kill9(): Promise<void>;
  /** Removes the data; call it after `stop` or `kill9`. */
  remove(): void;
}

const readyWithinMs = 180_000;

/**
 * Starts a built Carillon of its own with `npm start`'s own code: free port, embedded Postgres in a temporary DATA_DIR.
 * Resolves when it has printed its address; rejects with its output when it ends before.
 */
export async function startApp(options: { env?: Record<string, string>; dataDir?: string } = {}): Promise<App> {
  const dataDir = options.dataDir ?? (await makeTemporaryDirectory());
  const port = await findFreePort();
  const child = spawn(process.execPath, ["scripts/boot.mjs", "start"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inheritedEnvironment(), PORT: String(port), DATA_DIR: dataDir, ...options.env },
  });
  let text = "";
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => {
      ended = true;
      resolve();
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  }
  const app: App = {
    url: `http://localhost:${port}`,
    dataDir,
    processes: () => findProcesses(child.pid ?? 0, dataDir),
    output: () => text,
    async stop() {
      child.kill("SIGINT");
      await exited;
    },
    async kill9() {
      const pids = Object.values(app.processes());
      for (const pid of pids) kill(pid);
      await exited;
      while (pids.some((pid) => isAlive(pid))) await pause(20);
    },
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
  const deadline = Date.now() + readyWithinMs;
  while (!text.includes("Carillon is ready at")) {
    if (ended) throw new Error(`Carillon did not start:\n${text}`);
    if (Date.now() > deadline) {
      await app.kill9();
      throw new Error(`Carillon was not ready in time:\n${text}`);
    }
    await pause(50);
  }
  return app;
}

/** The environment without what would aim the test's application at somebody's real installation. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const aimed = /^(PORT|DATABASE_URL|DATA_DIR|APP_URL|APP_SECRET|NODE_ENV|INNGEST_.*|CARILLON_.*|NEXTAUTH_.*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !aimed.test(name))) as NodeJS.ProcessEnv;
}

function findProcesses(boot: number, dataDir: string): Partial<Record<ProcessName, number>> {
  const found: Partial<Record<ProcessName, number>> = {};
  if (isAlive(boot)) found.boot = boot;
  for (const pid of childrenOf(boot)) {
    const command = readText(`/proc/${pid}/cmdline`);
    if (command.includes("/dist/web.js")) found.web = pid;
    if (command.includes("/dist/worker.js")) found.worker = pid;
  }
  const owner: { server?: number } = JSON.parse(readText(join(dataDir, "postgres", "owner.json")) || "{}");
  if (owner.server && isAlive(owner.server)) found.postgres = owner.server;
  return found;
}

/** The processes a process has started, now. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const stat = readText(`/proc/${name}/stat`);
      return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] === String(parent);
    })
    .map(Number);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** kill -9; a process that is gone already is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}
