import { startPostgres } from "../postgres.mjs";
import { Refusal, showStep } from "./progress.mjs";

const watchMs = 500;

/**
 * The database of this installation: DATABASE_URL when it is set, else the embedded Postgres of DATA_DIR.
 * `keepAlive()` starts a died server again on the same port, so the addresses the processes hold stay true.
 */
export async function openDatabase({ dataDir, databaseUrl }) {
  if (databaseUrl) return { url: databaseUrl, pid: undefined, keepAlive: () => {}, stop: async () => {} };
  const onNotice = (sentence) => process.stdout.write(`  ${sentence}\n`);
  let server = await showStep("Starting the database", () => startOrRefuse({ dataDir, onNotice }));
  let stopped = false;
  let busy = false;
  let timer;

  const look = async () => {
    if (stopped || busy || server.isRunning()) return;
    busy = true;
    process.stderr.write("The database ended; starting it again.\n");
    try {
      server = await startPostgres({ dataDir, port: server.port });
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
    }
    busy = false;
    if (stopped) await server.stop();
  };

  return {
    url: server.url,
    pid: () => server.pid,
    keepAlive() {
      timer = setInterval(look, watchMs);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await server.stop();
    },
  };
}

async function startOrRefuse(options) {
  try {
    return await startPostgres(options);
  } catch (error) {
    throw new Refusal(error.message);
  }
}
