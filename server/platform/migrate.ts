import "server-only";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { policiesSql } from "@/drizzle/policies";
import { APP_ROLE, PIPELINE_ROLE } from "./db";
import { ConfigError, databaseRolePassword, env } from "./env";

const LOCK = 0x0ca2_1110;

/**
 * Brings a database to the current schema: login roles, migrations, then policies and grants. Two processes at once
 * wait for each other (advisory lock); running it again changes nothing.
 */
export async function migrate(databaseUrl: string = env().DATABASE_URL): Promise<void> {
  const owner = postgres(databaseUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const db = drizzle(owner);
    await db.execute(sql`select pg_advisory_lock(${LOCK})`);
    await refuseUnsafeServer(owner);
    await ensureRoles(owner);
    await runMigrations(db, { migrationsFolder: "./drizzle/migrations" });
    await owner.unsafe(policiesSql(APP_ROLE, PIPELINE_ROLE));
  } finally {
    await owner.end({ timeout: 5 });
  }
}

async function refuseUnsafeServer(owner: postgres.Sql): Promise<void> {
  const [row] = await owner<{ fsync: string; version: string }[]>`
    select current_setting('fsync') as fsync, current_setting('server_version_num') as version`;
  if (Number(row?.version) < 170_000)
    throw new ConfigError("DATABASE_URL points to a PostgreSQL older than 17. Carillon needs 17 or newer.");
  if (row?.fsync !== "on" && env().NODE_ENV === "production")
    throw new ConfigError(
      "DATABASE_URL points to a server with fsync=off: a crash there loses what was acknowledged. Switch it on.",
    );
}

/** Two logins: `app` under row-level security, `pipeline` beside it. Passwords follow from the installation's secret. */
async function ensureRoles(owner: postgres.Sql): Promise<void> {
  for (const [role, bypass] of [
    [APP_ROLE, false],
    [PIPELINE_ROLE, true],
  ] as const) {
    const password = databaseRolePassword(role);
    try {
      await owner.unsafe(`do $$ begin
        if not exists (select 1 from pg_roles where rolname = '${role}') then
          create role ${role} login ${bypass ? "bypassrls" : "nobypassrls"};
        end if;
      end $$`);
      const [known] = await owner<
        { bypass: boolean }[]
      >`select rolbypassrls as bypass from pg_roles where rolname = ${role}`;
      if (known?.bypass !== bypass) await owner.unsafe(`alter role ${role} ${bypass ? "bypassrls" : "nobypassrls"}`);
      if (!(await canLogIn(owner, role, password)))
        await owner.unsafe(`alter role ${role} login password '${password}'`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ConfigError(
        `The user in DATABASE_URL may not create the role ${role} (${reason}). Run as a superuser once: create role ${role} login${bypass ? " bypassrls" : ""}; and grant the DATABASE_URL user CREATEROLE.`,
      );
    }
  }
}

async function canLogIn(owner: postgres.Sql, role: string, password: string): Promise<boolean> {
  const { host, port, database } = owner.options;
  const probe = postgres({
    host: host[0],
    port: port[0],
    database,
    username: role,
    password,
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
  });
  try {
    await probe`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await probe.end({ timeout: 1 });
  }
}
