import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { birthOf, commandLineOf, findFreePort, isAlive, isPortFree, pause } from "./lib/os.mjs";
import {
  chooseClusterDirectory,
  createCluster,
  findAccount,
  prepareBinaries,
  writeSettings,
} from "./lib/postgres-files.mjs";

const startSeconds = 60;
const stopSeconds = 30;
const logBytes = 10 * 2 ** 20;

/**
 * Starts, or adopts, the embedded Postgres of a data directory and resolves once it accepts connections.
 * A server that survived the death of its owner is adopted and owned; one whose owner lives is used and left running.
 * `owned` says which. `stop()` is the fast shutdown (running statements are cancelled, nothing committed is lost) and
 * does nothing unless owned. `isRunning()` tells whether the server process still lives.
 * Throws an Error with one sentence when it cannot start.
 */
export async function startPostgres({ dataDir, port, settings, onNotice = () => {} }) {
  const account = findAccount();
  const home = resolve(dataDir, "postgres");
  const { cluster, moved } = chooseClusterDirectory(home, account);
  const native = prepareBinaries(account);
  if (moved) onNotice(`The database lives in ${cluster}, because Postgres' own account cannot enter ${home}.`);
  const files = { cluster, ownerFile: join(home, "owner.json"), logFile: join(home, "postgres.log") };
  const password = readPassword(join(home, "password"));
  if (!existsSync(cluster)) {
    if (existsSync(files.ownerFile)) {
      throw new Error(`The database that was in ${cluster} is gone. To begin with an empty one, delete ${home}.`);
    }
    createCluster({ cluster, native, account, password });
  }

  const deadline = Date.now() + startSeconds * 1000;
  let wanted = port ?? readJson(files.ownerFile)?.port;
  for (;;) {
    const survivor = await adopt(files, deadline);
    if (survivor) return describe(files, password, survivor);
    if (!wanted || (!port && !(await isPortFree(wanted, "127.0.0.1")))) wanted = await findFreePort();
    writeSettings({ cluster, account, settings });
    const { child, reason } = await launch({ files, native, account, port: wanted, deadline });
    if (child) return describe(files, password, { pid: child.pid, port: wanted, owned: true });
    // Another starter may have won, the port may be gone, or the dead server's memory is not released yet.
    if (Date.now() > deadline) throw new Error(`Postgres did not start: ${reason}. Its log: ${files.logFile}`);
    if (!port) wanted = undefined;
    await pause(200);
  }
}

/** Line 1 pid, line 4 port, line 8 status. A crash leaves the file behind with a stale "ready". */
function readPidFile(cluster) {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: (lines[7] ?? "").trim() === "ready" };
  } catch {
    return undefined;
  }
}

async function adopt({ cluster, ownerFile }, deadline) {
  for (;;) {
    const found = readPidFile(cluster);
    if (!found || !isAlive(found.pid) || !commandLineOf(found.pid).includes(cluster)) return undefined;
    if (found.ready) {
      const owner = readJson(ownerFile);
      const ownerLives = owner && owner.pid !== process.pid && isAlive(owner.pid) && birthOf(owner.pid) === owner.birth;
      if (!ownerLives) recordOwner(ownerFile, found);
      return { pid: found.pid, port: found.port, owned: !ownerLives };
    }
    if (Date.now() > deadline) throw new Error(`A Postgres (pid ${found.pid}) runs in ${cluster} but is not ready.`);
    await pause(25);
  }
}

async function launch({ files, native, account, port, deadline }) {
  rotateLog(files.logFile);
  const log = openSync(files.logFile, "a", 0o600);
  const before = statSync(files.logFile).size;
  const owner = account ? { uid: account.uid, gid: account.gid } : {};
  const flags = ["-D", files.cluster, "-p", String(port), "-h", "127.0.0.1", "-k", ""];
  // A log file, not a pipe, and a session of its own: the death of this process must not disturb the server.
  const child = spawn(join(native, "bin", "postgres"), flags, {
    ...owner,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
  });
  closeSync(log);
  child.unref();
  let ended = "";
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, signal) => {
    ended = `it ended with ${signal ?? `code ${code}`}`;
  });
  for (;;) {
    await pause(10);
    if (ended) return { reason: lastLogLine(files.logFile, before) || ended };
    const found = readPidFile(files.cluster);
    if (found?.pid === child.pid && found.ready) break;
    if (Date.now() > deadline) {
      child.kill("SIGQUIT");
      return { reason: `not ready after ${startSeconds} seconds` };
    }
  }
  recordOwner(files.ownerFile, { pid: child.pid, port });
  return { child };
}

function describe({ cluster, logFile }, password, { pid, port, owned }) {
  const isRunning = () => isAlive(pid);
  const stop = async () => {
    if (!owned || !isRunning()) return;
    signal(pid, "SIGINT");
    const deadline = Date.now() + stopSeconds * 1000;
    while (isRunning() && Date.now() < deadline) await pause(10);
    // Immediate shutdown: recovery at the next start, still nothing committed is lost.
    if (isRunning()) signal(pid, "SIGQUIT");
    while (isRunning() && Date.now() < deadline + 5000) await pause(10);
  };
  return {
    url: `postgres://carillon:${password}@127.0.0.1:${port}/carillon`,
    port,
    pid,
    owned,
    cluster,
    logFile,
    isRunning,
    stop,
  };
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function recordOwner(file, { pid: server, port }) {
  const half = `${file}.${process.pid}`;
  const owner = { pid: process.pid, birth: birthOf(process.pid), server, port };
  writeFileSync(half, JSON.stringify(owner), { mode: 0o600 });
  renameSync(half, file);
}

function readPassword(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function rotateLog(file) {
  if (existsSync(file) && statSync(file).size > logBytes) renameSync(file, `${file}.1`);
}

function lastLogLine(file, from) {
  const lines = readFileSync(file).subarray(from).toString("utf8").trim().split("\n");
  return lines.findLast((line) => /FATAL|PANIC|error while loading/.test(line)) ?? "";
}
