import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { birthOf, commandLineOf, isAlive, pause } from "./os.mjs";

const prefix = "carillon-test-";

/**
 * A new directory below the system's temporary directory, for one run of tests. What earlier runs left because they
 * were killed (their directory, and the Postgres still running in it) is removed first.
 */
export async function makeTemporaryDirectory() {
  await removeLeftovers();
  const directory = mkdtempSync(join(tmpdir(), prefix));
  // Postgres below it may run as another account, and mkdtemp makes directories only their owner can enter.
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, "run.json"), JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) }));
  return directory;
}

async function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const directory = join(tmpdir(), name);
    const run = readJson(join(directory, "run.json"));
    if (!run || (isAlive(run.pid) && birthOf(run.pid) === run.birth)) continue;

    await stopServersBelow(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function stopServersBelow(directory) {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (entry.name !== "postmaster.pid") continue;
    const pid = Number(readFileSync(join(entry.parentPath, entry.name), "utf8").split("\n")[0]);
    if (!isAlive(pid) || !commandLineOf(pid).includes(dirname(join(entry.parentPath, entry.name)))) continue;
    process.kill(pid, "SIGQUIT");
    for (let tries = 0; isAlive(pid) && tries < 500; tries += 1) await pause(10);
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
