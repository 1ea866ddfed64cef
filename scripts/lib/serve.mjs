import { build, entries, nameOf, watch } from "./build.mjs";
import { bundleOf, keepRunning } from "./children.mjs";
import { openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { pause } from "./os.mjs";
import { Refusal, showStep } from "./progress.mjs";
import { runNode } from "./run.mjs";
import { demandFreePort, environmentFor, readSettings } from "./settings.mjs";

const readyWithinMs = 120_000;
const secondCtrlCAfterMs = 1000;

/** `npm start`: everything from a bare clone to a served application, until it is told to stop. */
export async function start() {
  const settings = readSettings();
  await demandFreePort(settings.port);
  await install();
  await build();
  await serve({ settings, mode: "production", outdir: "dist" });
}

/** `npm run dev`: the same with Next's dev server, and processes that are bundled and started again at every change. */
export async function dev() {
  const settings = readSettings();
  await demandFreePort(settings.port);
  await install();
  const outdir = "dist/dev";
  const processes = new Map();
  for (const file of entries) {
    let first;
    const built = new Promise((resolve) => {
      first = resolve;
    });
    await watch(file, outdir, () => {
      first();
      processes.get(nameOf(file))?.restart();
    });
    await built;
  }
  await serve({ settings, mode: "development", outdir, processes });
}

async function serve({ settings, mode, outdir, processes = new Map() }) {
  const database = await openDatabase(settings);
  const stop = stopOnce(processes, database);
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, stop.onSignal);
  const env = environmentFor({ ...settings, databaseUrl: database.url, mode });
  try {
    await migrate(env, outdir);
    database.keepAlive();
    await showStep("Starting web and worker", async () => {
      const refused = new Promise((_, reject) => {
        for (const name of ["web", "worker"]) {
          const onRefused = () => reject(new Refusal(""));
          processes.set(name, keepRunning({ name, file: bundleOf(name, outdir), env, onRefused }));
        }
      });
      await Promise.race([refused, untilReady(settings.port, stop)]);
    });
  } catch (error) {
    await stop.now();
    throw error;
  }
  if (!stop.begun()) process.stdout.write(`Carillon is ready at ${env.APP_URL}\n`);
}

/** Brings the database to the schema of this code. A refusal has already been printed by the process itself. */
export async function migrate(env, outdir = "dist") {
  const { code, output } = await runNode([bundleOf("migrate", outdir)], { env });
  if (code !== 0) throw new Refusal(output.trim());
}

async function untilReady(port, stop) {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (stop.begun()) return;
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3000) });
      if (answer.status === 200) return;
    } catch {
      // Not listening yet.
    }
    await pause(50);
  }
  throw new Refusal(`Carillon was not ready after ${readyWithinMs / 1000} seconds; the lines above say why.`);
}

/** The first signal drains the processes and then stops the database; a second one kills what still drains. */
function stopOnce(processes, database) {
  let begunAt = 0;
  const now = async () => {
    if (begunAt) return;
    begunAt = Date.now();
    await Promise.all([...processes.values()].map((child) => child.stop()));
    await database.stop();
  };
  const onSignal = () => {
    // One Ctrl-C arrives twice: from the terminal and once more from npm.
    if (begunAt && Date.now() - begunAt < secondCtrlCAfterMs) return;
    if (begunAt) {
      for (const child of processes.values()) child.kill();
      return;
    }
    process.stdout.write("Stopping: finishing what runs (Ctrl-C again to cut it short)…\n");
    now().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`${error.stack}\n`);
        process.exit(1);
      },
    );
  };
  return { now, onSignal, begun: () => begunAt > 0 };
}
