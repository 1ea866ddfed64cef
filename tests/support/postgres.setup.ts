import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { makeTemporaryDirectory } from "../../scripts/lib/temporary.mjs";
import { startPostgres } from "../../scripts/postgres.mjs";
import { prepareTemplate } from "./database";

declare module "vitest" {
  export interface ProvidedContext {
    /** Owner's address of the test server's maintenance database. */
    postgresUrl: string;
    /** DATA_DIR of this run: the application secret, from which the database roles' passwords come, lives there. */
    dataDir: string;
  }
}

/** One real Postgres for the whole run, with a migrated template that `createTestDatabase` clones. */
export default async function setup(project: TestProject) {
  const dataDir = await makeTemporaryDirectory();
  const server = await startPostgres({ dataDir, settings: { shared_buffers: "64MB", max_connections: 200 } });
  project.provide("postgresUrl", server.url);
  project.provide("dataDir", dataDir);
  const tearDown = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await prepareTemplate(server.url, dataDir);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}
