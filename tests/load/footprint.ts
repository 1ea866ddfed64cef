import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../../scripts/lib/os.mjs";
import { freePort, untilReady } from "./app";
import { ADMIN } from "./environment";
import type { Figure } from "./report";

const MOST_MIB = 500;
const MOST_PERCENT = 0.5;
const SETTLE_MS = 20_000;
/** Of /proc/…/stat; the kernel counts in hundredths on every platform we run on. */
const MS_PER_TICK = 10;

type Use = { mib: number; cpuMs: number };

/** What `npm start` takes with its database, supervisor, web and worker while nobody uses it. Linux only: reads /proc. */
export async function benchFootprint(seconds: number): Promise<Figure[]> {
  const port = await freePort();
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    NODE_ENV: "production" as const,
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    DATA_DIR: join(process.env.DATA_DIR ?? ".data", "footprint"),
    CARILLON_ADMIN_EMAIL: ADMIN.email,
    CARILLON_ADMIN_PASSWORD: ADMIN.password,
  };
  const boot = spawn(process.execPath, ["scripts/boot.mjs", "start"], { env, stdio: ["ignore", "ignore", "inherit"] });
  try {
    await untilReady(boot, env.APP_URL);
    await pause(SETTLE_MS);
    const before = takenBy(treeOf(boot.pid ?? 0));
    await pause(seconds * 1000);
    const { mib, cpuMs } = takenBy(treeOf(boot.pid ?? 0));
    const percent = (cpuMs - before.cpuMs) / (seconds * 10);
    const row = { baseline: "-", ratio: "-" };
    return [
      {
        ...row,
        job: "idle memory of `npm start`, all processes",
        ours: `${Math.round(mib)} MiB`,
        bar: `≤ ${MOST_MIB} MiB`,
        reached: mib <= MOST_MIB,
        note: "proportional set size: a page shared by several processes counts once",
      },
      {
        ...row,
        job: `idle processor time of \`npm start\`, over ${seconds} s`,
        ours: `${percent.toFixed(2)} % of a core`,
        bar: `< ${MOST_PERCENT} %`,
        reached: percent < MOST_PERCENT,
      },
    ];
  } finally {
    const gone = new Promise((resolve) => boot.once("exit", resolve));
    boot.kill("SIGTERM");
    await gone;
  }
}

const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name may hold spaces and brackets; what follows the last one is fields.
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
};

function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
    try {
      parents.set(Number(name), Number(statOf(Number(name))[1]));
    } catch {
      // It ended between the two reads.
    }
  const isBelow = (pid: number | undefined): boolean => pid === root || (!!pid && isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow);
}

function takenBy(pids: readonly number[]): Use {
  const sum: Use = { mib: 0, cpuMs: 0 };
  for (const pid of pids)
    try {
      const [, kib = "0"] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
      const [user, system] = [statOf(pid)[11], statOf(pid)[12]];
      sum.mib += Number(kib) / 1024;
      sum.cpuMs += (Number(user) + Number(system)) * MS_PER_TICK;
    } catch {
      // It ended meanwhile; an idle system starts and ends next to nothing.
    }
  return sum;
}
