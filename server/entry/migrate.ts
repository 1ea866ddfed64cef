import { setTimeout as pause } from "node:timers/promises";
import { ensureInstallation } from "@/server/access";
import { ConfigError } from "@/server/platform/env";
import { migrate } from "@/server/platform/migrate";
import { runMain } from "./process";

const waitForServerMs = 30_000;
/** Codes of a server that is not up yet: refused, still starting, not yet known to the name service. */
const notYet = new Set(["ECONNREFUSED", "57P03", "EAI_AGAIN", "CONNECT_TIMEOUT", "ECONNRESET", "CONNECTION_CLOSED"]);
const reasons: Record<string, string> = {
  ENOTFOUND: "its host name is not known",
  "28P01": "its user or password is wrong",
  "28000": "its user may not log in",
  "3D000": "its database does not exist",
};

/** Waits for a database server that is still starting, as one does beside ours in a compose file. */
async function migrateWhenUp(): Promise<void> {
  const deadline = Date.now() + waitForServerMs;
  for (;;) {
    try {
      return await migrate();
    } catch (error) {
      const code = codeOf(error);
      if (reasons[code]) throw new ConfigError(`DATABASE_URL cannot be used: ${reasons[code]}.`);
      if (!notYet.has(code)) throw error;
      if (Date.now() > deadline)
        throw new ConfigError(`DATABASE_URL cannot be used: the server does not answer (${code}).`);
      await pause(500);
    }
  }
}

/** The code of Postgres or of the socket; drizzle wraps the error that carries it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error ? String(error.code) : codeOf(error.cause);
}

await runMain(async () => {
  await migrateWhenUp();
  await ensureInstallation();
  process.exit(0);
});
