import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";

const template = "carillon_template";

export interface TestDatabase {
  /** The owner: schema changes, and looking at rows past row-level security. */
  ownerUrl: string;
  /** The role of requests: row-level security is forced on it. */
  appUrl: string;
  /** The role of the send, import and refresh pipelines. */
  pipelineUrl: string;
  drop(): Promise<void>;
}

/** Runs the migrations once, into the database every test database is cloned from. Called by the global set-up. */
export async function prepareTemplate(serverUrl: string, dataDir: string): Promise<void> {
  await asOwner(serverUrl, (sql) => sql.unsafe(`CREATE DATABASE ${template}`));
  configure(addressOf(serverUrl, template), dataDir);
  const { migrate } = await import("@/server/platform/migrate");
  await migrate();
}

/** A database of its own, cloned from the migrated template in about 100 ms. Call `drop` when done with it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("postgresUrl");
  const name = `t_${randomBytes(8).toString("hex")}`;
  await asOwner(serverUrl, async (sql) => {
    // Two clones at once collide on "source database is being accessed"; the lock makes them take turns.
    await sql`SELECT pg_advisory_lock(7261)`;
    await sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const ownerUrl = addressOf(serverUrl, name);
  configure(process.env.DATABASE_URL ?? ownerUrl, inject("dataDir"));
  const { APP_ROLE, PIPELINE_ROLE, roleUrl } = await import("@/server/platform/db");
  return {
    ownerUrl,
    appUrl: roleUrl(APP_ROLE, ownerUrl),
    pipelineUrl: roleUrl(PIPELINE_ROLE, ownerUrl),
    drop: () => asOwner(serverUrl, (sql) => sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/**
 * Gives the calling test file a database of its own, makes `@/server/platform/db` use it, and drops it at the end.
 * Call it once at the top level of the file; the returned getter is valid from the first test or hook on.
 */
export function useTestDatabase(): () => TestDatabase {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    configure(database.ownerUrl, inject("dataDir"));
  });
  afterAll(async () => {
    const { closeDb } = await import("@/server/platform/db");
    await closeDb();
    await database?.drop();
  });
  return () => {
    if (!database) throw new Error("The test database exists only while tests and hooks run.");
    return database;
  };
}

/** Points the application at a database; it parses its configuration again on the next use. */
function configure(databaseUrl: string, dataDir: string): void {
  process.env.DATABASE_URL = databaseUrl;
  process.env.DATA_DIR = dataDir;
  process.env.LOG_LEVEL ??= "silent";
  // Nobody answers there, and at once: no test asks the name servers of the machine it runs on.
  process.env.DNS_SERVERS ??= "127.0.0.1:9";
  Reflect.deleteProperty(globalThis, "__carillonEnv");
}

async function asOwner(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
