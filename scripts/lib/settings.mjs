import { join, resolve } from "node:path";
import { isPortFree, pause } from "./os.mjs";
import { Refusal } from "./progress.mjs";
import { root } from "./run.mjs";

/** What boot itself needs from the environment; the processes check all the rest (server/platform/env.ts). */
export function readSettings(env = process.env) {
  const port = env.PORT ? Number(env.PORT) : 3000;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT must be a number from 1 to 65535, not "${env.PORT}".`);
  }
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Refusal("DATABASE_URL must start with postgres:// or postgresql://.");
  }
  return { port, databaseUrl, dataDir: resolve(root, env.DATA_DIR || join(root, ".data")) };
}

/** The environment of the application's processes. */
export function environmentFor({ port, dataDir, databaseUrl, mode }) {
  return {
    ...process.env,
    NODE_ENV: mode,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    DATA_DIR: dataDir,
    APP_URL: process.env.APP_URL || `http://localhost:${port}`,
    NEXTAUTH_URL: process.env.APP_URL || `http://localhost:${port}`,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/** Refuses a PORT that is taken. Waits a moment first: after a crash the old process may just be letting go of it. */
export async function demandFreePort(port) {
  for (let tries = 0; tries < 15; tries += 1) {
    if (await isPortFree(port)) return;
    await pause(200);
  }
  throw new Refusal(`PORT ${port} is in use by another program. Set PORT to a free one, for example PORT=${port + 1}.`);
}
