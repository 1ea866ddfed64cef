import { join } from "node:path";
import { bundle, entries, nameOf } from "./build.mjs";
import { bundleOf } from "./children.mjs";
import { openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { Refusal } from "./progress.mjs";
import { runNode } from "./run.mjs";
import { migrate } from "./serve.mjs";
import { environmentFor, readSettings } from "./settings.mjs";

/**
 * Runs a TypeScript program against the migrated database of this installation (or, with `ownData`, against a database
 * of its own below DATA_DIR/<ownData>) and resolves with its exit code. Uses a running Carillon's Postgres if there is one.
 */
export async function runBundled(entry, { flags = [], ownData, mode = "production" } = {}) {
  const settings = readSettings();
  if (ownData && settings.databaseUrl) {
    throw new Refusal(
      "DATABASE_URL is set: measuring fills a database with made-up people. Unset it to use one of its own.",
    );
  }
  await install();
  const dataDir = ownData ? join(settings.dataDir, ownData) : settings.dataDir;
  const outdir = "dist/tools";
  await bundle([entry, ...entries.filter((file) => nameOf(file) === "migrate")], outdir);
  const database = await openDatabase({ ...settings, dataDir });
  const abandon = () => database.stop().then(() => process.exit(130));
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, abandon);
  try {
    const env = environmentFor({ ...settings, dataDir, databaseUrl: database.url, mode });
    await migrate(env, outdir);
    const { code } = await runNode(["--enable-source-maps", bundleOf(nameOf(entry), outdir), ...flags], {
      env,
      stream: true,
    });
    return code;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(error.message);
  } finally {
    await database.stop();
  }
}
