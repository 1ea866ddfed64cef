import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./run.mjs";

/** Exit code of a process that refused its configuration; starting it again cannot help. */
const configurationExit = 78;
const longestPauseMs = 15_000;
const healthyAfterMs = 30_000;
const drainMs = 30_000;

/**
 * Keeps a process of the application running: started at once, again after every unexpected death, with a growing
 * pause while it keeps dying. `onRefused` is called when it refuses its configuration.
 * `stop()` asks it to drain and kills it after 30 seconds; `kill()` does not ask; `restart()` is stop and start.
 */
export function keepRunning({ name, file, env, onRefused }) {
  let child;
  let wanted = true;
  let pauseMs = 500;
  let timer;
  let gone = Promise.resolve();

  const start = () => {
    const startedAt = Date.now();
    child = spawn(process.execPath, ["--enable-source-maps", file], {
      cwd: root,
      env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const current = child;
    gone = new Promise((resolve) => {
      const end = (code, signal) => {
        resolve();
        if (!wanted || current !== child) return;
        if (code === configurationExit) return onRefused(name);
        if (Date.now() - startedAt > healthyAfterMs) pauseMs = 500;
        process.stderr.write(`The ${name} process ended (${signal ?? `code ${code}`}); starting it again.\n`);
        timer = setTimeout(start, pauseMs);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      };
      current.once("exit", end);
      current.once("error", (error) => end(error.message));
    });
  };

  const endChild = async () => {
    const current = child;
    const timeout = setTimeout(() => current.kill("SIGKILL"), drainMs);
    current.kill("SIGTERM");
    await gone;
    clearTimeout(timeout);
  };

  start();
  return {
    name,
    pid: () => child.pid,
    async stop() {
      wanted = false;
      clearTimeout(timer);
      await endChild();
    },
    async restart() {
      wanted = false;
      clearTimeout(timer);
      await endChild();
      wanted = true;
      pauseMs = 500;
      start();
    },
    kill() {
      wanted = false;
      clearTimeout(timer);
      child.kill("SIGKILL");
    },
  };
}

/** The bundle of an entry. */
export const bundleOf = (name, outdir = "dist") => join(root, outdir, `${name}.js`);
