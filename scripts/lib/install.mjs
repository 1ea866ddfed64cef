import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, showStep } from "./progress.mjs";
import { root, runNode, runProgram } from "./run.mjs";

const stampFile = join(root, "node_modules", ".carillon-install");
const runtime = `${process.versions.modules} ${process.platform} ${process.arch}`;

/** Makes node_modules what package-lock.json says. Does nothing when it already is. */
export async function install() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const wanted = `${createHash("sha256").update(lock).digest("hex")} ${runtime}`;
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : undefined;
  if (stamp === wanted) return;
  const sameRuntime = stamp === undefined || stamp.endsWith(runtime);
  if (!(sameRuntime && holdsEverything(JSON.parse(lock)))) await showStep("Installing (first time only)", runInstall);
  writeFileSync(stampFile, wanted);
}

/** npm writes node_modules/.package-lock.json last, so an interrupted install is never taken for a complete one. */
function holdsEverything({ packages }) {
  const file = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(file)) return false;
  const present = JSON.parse(readFileSync(file, "utf8")).packages;
  return Object.entries(packages).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}

async function runInstall() {
  // --include: NODE_ENV=production or an `omit` in somebody's npm settings would leave out what the build needs.
  const flags = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const env = { ...process.env, NODE_ENV: "development" };
  const isNpm = npm && /npm-cli\.[cm]?js$/.test(npm);
  const { code, output } = isNpm
    ? await runNode([npm, ...flags], { env })
    : await runProgram(process.platform === "win32" ? "npm.cmd" : "npm", flags, { env });
  if (code !== 0) throw new Refusal(`npm ci failed:\n${output.trim()}`);
}
