import "server-only";
import { readFileSync } from "node:fs";
import { pipelineSql } from "./db";

export interface HealthAnswer {
  status: 200 | 503;
  body: { status: "ok" | "unavailable"; checks?: Record<string, string> };
}

const answerWithinMs = 1500;

/** The process runs and its event loop turns. Asks nothing else, so a database outage never restarts processes. */
export const checkLiveness = (): HealthAnswer => ({ status: 200, body: { status: "ok" } });

/** Ready to serve: the database answers and holds every migration of this code. Always answers within two seconds. */
export async function checkReadiness(verbose: boolean): Promise<HealthAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("no answer in time"), answerWithinMs);
  });
  const migrations = await Promise.race([compareMigrations(), timeout]);
  clearTimeout(timer);
  const ready = migrations === "current";
  const database = ready || migrations.startsWith("behind") ? "ok" : "unreachable";
  return {
    status: ready ? 200 : 503,
    body: { status: ready ? "ok" : "unavailable", ...(verbose && { checks: { database, migrations } }) },
  };
}

async function compareMigrations(): Promise<string> {
  try {
    const [row] = await pipelineSql()<{ applied: string | null }[]>`
      select max(created_at) as applied from drizzle.__drizzle_migrations`;
    return Number(row?.applied ?? 0) >= newestMigration() ? "current" : "behind: run npm start to migrate";
  } catch {
    return "unknown";
  }
}

let newest: number | undefined;

/** Milliseconds since 1970 of the newest migration in the code, as drizzle's journal has it. */
function newestMigration(): number {
  if (newest === undefined) {
    const journal: { entries: { when: number }[] } = JSON.parse(
      readFileSync("drizzle/migrations/meta/_journal.json", "utf8"),
    );
    newest = Math.max(0, ...journal.entries.map((entry) => entry.when));
  }
  return newest;
}
