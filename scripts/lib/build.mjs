import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { birthOf, isAlive, pause } from "./os.mjs";
import { Refusal, showStep } from "./progress.mjs";
import { root, runNode } from "./run.mjs";

/** The folders the product is made of. */
export const sourceFolders = ["app", "components", "contracts", "drizzle", "emails", "inngest", "public", "server"];
const sourceFiles = ["next.config.ts", "package-lock.json", "postcss.config.mjs", "tsconfig.json"];
const stampFile = join(root, "dist", "stamp");

export const entries = ["server/entry/web.ts", "server/entry/worker.ts", "server/entry/migrate.ts"];

/** Builds Next's output and the bundles of the processes, unless they are of exactly these sources. */
export async function build() {
  if (isBuilt()) return;
  await showStep("Building (first time and after changes)", () =>
    alone(async () => {
      if (isBuilt()) return;
      const stamp = stampOfSources();
      rmSync(stampFile, { force: true });
      const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
      await bundle(entries);
      const next = await runNode([join("node_modules", "next", "dist", "bin", "next"), "build"], { env });
      if (next.code !== 0) throw new Refusal(`The build failed:\n${next.output.trim()}`);
      writeFileSync(stampFile, stamp);
    }),
  );
}

const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, "utf8") === stampOfSources();

function stampOfSources() {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const file of [...sourceFiles, ...sourceFolders.flatMap(filesBelow)]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Two builds at once would mix their output, so the second waits; a lock of a dead process counts for nothing. */
async function alone(work) {
  const lock = join(root, "dist", "building");
  mkdirSync(join(root, "dist"), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) }), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = readHolder(lock);
      if (holder && isAlive(holder.pid) && birthOf(holder.pid) === holder.birth) await pause(200);
      else rmSync(lock, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function readHolder(lock) {
  try {
    return JSON.parse(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}

/** What esbuild needs to turn an entry into dist/<name>.js; packages stay in node_modules. */
function optionsFor(files, outdir) {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(files.map((file) => [nameOf(file), file])),
    outdir,
    bundle: true,
    platform: "node",
    format: "esm",
    target: `node${process.versions.node}`,
    packages: "external",
    sourcemap: true,
    logLevel: "silent",
    jsx: "automatic",
    plugins: [{ name: "carillon", setup: resolveOurs }],
  };
}

function resolveOurs({ onResolve, resolve }) {
  // Left to itself esbuild takes an "@/" path that does not exist for a package, and the bundle fails only when run.
  onResolve({ filter: /^@\// }, ({ path, kind }) => resolve(`./${path.slice(2)}`, { kind, resolveDir: root }));
  onResolve({ filter: /^server-only$/ }, () => ({ path: join(root, "tests/support/server-only.ts") }));
  // Next has no export map, so Node wants the file name: next/headers -> next/headers.js.
  onResolve({ filter: /^next\/[^.]+$/ }, ({ path }) => ({ path: `${path}.js`, external: true }));
}

/** The name of an entry's bundle; an index.ts is called after its folder. */
export const nameOf = (file) => {
  const name = basename(file).replace(/\.tsx?$/, "");
  return name === "index" ? basename(join(file, "..")) : name;
};

/** Bundles entries into dist/, or `outdir`. */
export async function bundle(files, outdir = "dist") {
  const esbuild = await import("esbuild");
  try {
    await esbuild.build(optionsFor(files, outdir));
  } catch (error) {
    throw new Refusal(`The build failed:\n${error.message}`);
  } finally {
    // Its service process would stay as long as this one.
    await esbuild.stop();
  }
}

/** Bundles an entry again at every change of what it imports and calls `onBuilt` after each success. */
export async function watch(file, outdir, onBuilt) {
  const esbuild = await import("esbuild");
  const options = optionsFor([file], outdir);
  const report = ({ onEnd }) =>
    onEnd(({ errors }) => {
      for (const error of errors) process.stderr.write(`${error.location?.file ?? file}: ${error.text}\n`);
      if (errors.length === 0) onBuilt();
    });
  const context = await esbuild.context({
    ...options,
    plugins: [...options.plugins, { name: "report", setup: report }],
  });
  await context.watch();
  return () => context.dispose();
}
