import { existsSync } from "node:fs";
import { join } from "node:path";
import { findBrokenReferences } from "../check-doc-refs.mjs";
import { findHouseProblems } from "../check-house.mjs";
import { findLockProblems } from "../lock-is-complete.mjs";
import { sourceFolders } from "./build.mjs";
import { install } from "./install.mjs";
import { root, runNode } from "./run.mjs";
import { runVitest } from "./vitest.mjs";

const atOnce = 2;
const tool = (...path) => join(root, "node_modules", ...path);
const runsClean = (flags) => async () => {
  const { code, output } = await runNode(flags, { env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
  return { ok: code === 0, output };
};
const findsNothing = (find) => async () => {
  const problems = find();
  return { ok: problems.length === 0, output: problems.join("\n") };
};

async function checkTypes() {
  // Next writes the types of routes and layouts, which tsc then needs.
  const typegen = await runsClean([tool("next", "dist", "bin", "next"), "typegen"])();
  return typegen.ok ? runsClean([tool("typescript", "bin", "tsc"), "--noEmit", "-p", "."])() : typegen;
}

const steps = [
  { name: "types", run: checkTypes },
  {
    name: "imports",
    run: runsClean([
      tool("dependency-cruiser", "bin", "dependency-cruise.mjs"),
      ...["--config", ".dependency-cruiser.cjs", "--output-type", "err"],
      ...sourceFolders.filter((folder) => folder !== "public" && existsSync(join(root, folder))),
    ]),
  },
  { name: "format and lint", run: runsClean([tool("@biomejs", "biome", "bin", "biome"), "ci", "."]) },
  { name: "unused code", run: runsClean([tool("knip", "bin", "knip.js"), "--no-progress"]) },
  { name: "document references", run: findsNothing(() => findBrokenReferences(root)) },
  { name: "house rules", run: findsNothing(() => findHouseProblems(root)) },
  { name: "lock file", run: findsNothing(() => findLockProblems(join(root, "package-lock.json"))) },
];

/** Runs the static checks, two at a time, and prints each as it ends. Resolves with how many passed and failed. */
export async function runStaticChecks() {
  const waiting = [...steps];
  const count = { passed: 0, failed: 0 };
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const begun = Date.now();
      const { ok, output } = await step.run();
      count[ok ? "passed" : "failed"] += 1;
      if (!ok) process.stdout.write(`${output.trim()}\n`);
      process.stdout.write(`  ${ok ? "✓" : "✗"} ${step.name} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return count;
}

/** `npm run check`: everything that needs no database, unit tests included. Resolves with the exit code. */
export async function runChecks() {
  await install();
  const checks = await runStaticChecks();
  const unit = await runVitest("unit");
  process.stdout.write(`${checks.passed + unit.passed} passed, ${checks.failed + unit.failed} failed\n`);
  return checks.failed + unit.failed === 0 ? 0 : 1;
}
