import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folders = ["app", "components", "contracts", "drizzle", "emails", "inngest", "scripts", "server", "tests"];
const longest = 400;
/** The only places that may read the environment: the one parser, and what runs outside the application. */
const mayReadEnvironment = /^(server\/platform\/env\.ts$|server\/entry\/|scripts\/|tests\/)|\.config\.[cm]?ts$/;
const generated = /^drizzle\/migrations\//;
/** Time and chance come in as arguments, so a rule gives the same answer for the same input. */
const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\b|\bprocess\./;

/** House rules that no other tool holds. Returns one sentence per violation. */
export function findHouseProblems(root) {
  const files = folders.flatMap((folder) => filesBelow(root, folder));
  const configs = readdirSync(root).filter((name) => /\.config\.[cm]?[jt]s$/.test(name));
  return [...files, ...configs]
    .filter((file) => /\.(m|c)?[jt]sx?$/.test(file) && !generated.test(file))
    .flatMap((file) => problemsOf(file, readFileSync(join(root, file), "utf8")));
}

/** The problems of one file, given its path in the checkout and its text. */
export function problemsOf(file, text) {
  const problems = [];
  const lines = text.split("\n").length - 1;
  if (lines > longest) problems.push(`${file} has ${lines} lines; ${longest} is the limit.`);
  // A unit test may name it, as hostile template text does.
  if (/\bprocess\.env\b/.test(text) && !mayReadEnvironment.test(file) && !/\.test\.ts$/.test(file)) {
    problems.push(`${file} reads process.env; only server/platform/env.ts may.`);
  }
  if (!/^scripts\/check-house\.mjs$/.test(file)) {
    if (/\b(TODO|FIXME)\b/.test(text)) problems.push(`${file} holds a TODO or FIXME.`);
    if (/\b(describe|it|test)\.(only|skip)\(/.test(text)) problems.push(`${file} skips tests (.only or .skip).`);
  }
  const name = file.split("/").at(-1) ?? "";
  if (!/^[a-z0-9.[\]_-]+$/.test(name)) problems.push(`${file} is not named in kebab-case.`);
  if (/^server\/[^/]+\/rules\//.test(file) && !/\.test\.ts$/.test(file) && impure.test(text)) {
    problems.push(`${file} is a rule and must not read the clock, chance or the process; take them as arguments.`);
  }
  return problems;
}

function filesBelow(root, folder) {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
