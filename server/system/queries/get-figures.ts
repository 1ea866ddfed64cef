import "server-only";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { SystemFigures } from "@/contracts/system";
import { countFailedRuns, engineStats, inboxByWorkspace } from "@/server/engine";
import { defineProcess } from "@/server/platform/command";
import { pipelineSql } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { checkReadiness } from "@/server/platform/health";
import { readDatabase } from "../pipeline";

/** The figures of Settings › System, each counted from rows when asked. */
export const getFigures = defineProcess({
  name: "system.get-figures",
  permission: "system:read",
  input: z.object({}),
  async run(ctx): Promise<SystemFigures> {
    const sql = pipelineSql();
    const [stats, waiting, failedLastDay, database, readiness] = await Promise.all([
      engineStats(sql),
      inboxByWorkspace(sql),
      countFailedRuns(sql, ctx.workspaceNo),
      readDatabase(),
      checkReadiness(true),
    ]);
    const { INNGEST_BASE_URL: baseUrl, DATA_DIR } = env();
    return {
      engine: baseUrl ? { kind: "inngest", baseUrl } : { kind: "embedded" },
      queue: {
        queued: stats.queued,
        lagSeconds: stats.oldestDueSeconds,
        executing: stats.executing,
        activeRuns: stats.activeRuns,
      },
      outbox: {
        waiting: stats.inboxBacklog,
        oldestSeconds: stats.oldestInboxSeconds,
        setAside: stats.eventsSetAside,
        waitingHere: waiting.find((row) => row.workspaceNo === ctx.workspaceNo)?.waiting ?? 0,
      },
      failedLastDay,
      versions: { carillon: ownVersion(), node: process.versions.node, postgres: database.version },
      database: { bytes: database.bytes, migrations: readiness.body.checks?.migrations ?? "unknown" },
      dataDir: resolve(DATA_DIR),
      at: new Date().toISOString(),
    };
  },
});

let version: string | undefined;
function ownVersion(): string {
  version ??= z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8"))).version;
  return version;
}
