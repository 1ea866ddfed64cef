import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { databaseRolePassword, env } from "./env";
import { metrics } from "./metrics";

export const APP_ROLE = "carillon_app";
export const PIPELINE_ROLE = "carillon_pipeline";

const dialect = new PgDialect();

export type Db = PostgresJsDatabase;
/** A transaction handle; commands, queries and pipeline statements all receive one. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** DATABASE_URL with another login; the passwords of our roles follow from the installation's secret. */
export function roleUrl(role: string, databaseUrl: string = env().DATABASE_URL): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = databaseRolePassword(role);
  return url.toString();
}

type PoolName = "app" | "pipeline" | "raw";
const shared = globalThis as typeof globalThis & {
  __carillonPools?: Map<PoolName, postgres.Sql>;
  __carillonDbs?: Map<PoolName, Db>;
};

/** Drizzle rewrites the date and JSON handling of the client it is given, so raw statements have a pool of their own. */
function pool(name: PoolName): postgres.Sql {
  shared.__carillonPools ??= new Map();
  let found = shared.__carillonPools.get(name);
  if (!found) {
    const role = name === "app" ? APP_ROLE : PIPELINE_ROLE;
    const statements = metrics().statements.labels(role);
    found = postgres(roleUrl(role), {
      max: env().DATABASE_POOL_SIZE,
      idle_timeout: 60,
      connect_timeout: 5,
      onnotice: () => {},
      debug: () => statements.inc(),
      connection: { application_name: role, TimeZone: "UTC" },
    });
    shared.__carillonPools.set(name, found);
  }
  return found;
}

function database(name: PoolName): Db {
  shared.__carillonDbs ??= new Map();
  let found = shared.__carillonDbs.get(name);
  if (!found) {
    found = drizzle(pool(name));
    shared.__carillonDbs.set(name, found);
  }
  return found;
}

/** Closes every pool; for shutdown and tests. */
export async function closeDb(): Promise<void> {
  const open = [...(shared.__carillonPools?.values() ?? [])];
  delete shared.__carillonPools;
  delete shared.__carillonDbs;
  await Promise.all(open.map((sql) => sql.end({ timeout: 5 })));
}

/**
 * One transaction as `carillon_app`: row-level security is forced and shows the given workspace only.
 * Everything the UI and the API do runs in here.
 */
export function inWorkspace<T>(workspaceNo: number, run: (tx: Tx) => Promise<T>): Promise<T> {
  return database("app").transaction(async (tx) => {
    // Not awaited: it travels with the first statement of `run`, and Postgres runs them in this order. Should it fail,
    // that statement fails too, because the transaction is aborted and the policies have no workspace.
    const chosen = tx.execute(sql`select set_config('app.workspace_no', ${String(workspaceNo)}, true)`).then(() => {});
    const [result] = await Promise.all([run(tx), chosen]);
    return result;
  });
}

/**
 * The role that bypasses row-level security, for set-wise work: import, refresh, audience, sending, tracking, sign-in.
 * Only modules on the list in tests/architecture may import it, and each of their statements must bind the workspace.
 */
export const pipelineSql = (): postgres.Sql => pool("raw");
export const pipelineDb = (): Db => database("pipeline");
export const inPipeline = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => pipelineDb().transaction(run);

/**
 * One read as the pipeline role that Postgres gives up after `limitMs` and when `signal` aborts; both fail with 57014
 * (query_canceled). Three round trips at most, and none of them left running for nobody.
 */
export async function readWithin(
  limitMs: number,
  statement: SQL,
  signal?: AbortSignal,
): Promise<Record<string, unknown>[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return pool("pipeline").begin("read only", async (tx) => {
    const limit = tx.unsafe(`set local statement_timeout = ${Math.trunc(limitMs)}; set local jit = off`);
    const read = tx.unsafe<Record<string, unknown>[]>(text, params as postgres.ParameterOrJSON<never>[]);
    // Typed as void, but a promise: it fails when the server is gone, and then so does the read.
    const giveUp = () => void Promise.resolve(read.cancel()).catch(() => {});
    signal?.addEventListener("abort", giveUp);
    try {
      if (signal?.aborted) giveUp();
      const [, rows] = await Promise.all([limit, read]);
      return [...rows];
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  });
}

/** Answers within `timeoutMs` whether the database does. */
export async function pingDb(timeoutMs = 1500): Promise<boolean> {
  const answer = pool("raw")`select 1`.then(() => true).catch(() => false);
  return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), timeoutMs).unref())]);
}
