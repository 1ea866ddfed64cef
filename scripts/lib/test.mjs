import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { runStaticChecks } from "./check.mjs";
import { install } from "./install.mjs";
import { Refusal } from "./progress.mjs";
import { root, runNode } from "./run.mjs";
import { environmentForTests, failuresOf, readReport, runVitest } from "./vitest.mjs";

const parts = {
  check: runStaticChecks,
  unit: (flags) => runVitest("unit", flags),
  integration: (flags) => runVitest("integration", flags),
  e2e: runPlaywright,
};

/**
 * `npm test`: all parts, or the one after --only; further flags go to its runner. Goes on after a failed part, so one
 * run shows everything. The last line printed is "N passed, N failed". Resolves with the exit code.
 */
export async function runTests(flags) {
  const at = flags.indexOf("--only");
  const only = at >= 0 ? flags[at + 1] : undefined;
  if (at >= 0 && !Object.hasOwn(parts, only ?? "")) {
    throw new Refusal(`--only wants one of: ${Object.keys(parts).join(", ")}.`);
  }
  const rest = at >= 0 ? flags.toSpliced(at, 2) : flags;
  const begun = Date.now();
  await install();
  const total = { passed: 0, failed: 0 };
  for (const [name, run] of Object.entries(parts)) {
    if (only && name !== only) continue;
    const partBegun = Date.now();
    process.stdout.write(`\n== ${name}\n`);
    const { passed, failed } = await run(rest);
    total.passed += passed;
    total.failed += failed;
    process.stdout.write(`== ${name}: ${passed} passed, ${failed} failed, ${seconds(partBegun)} s\n`);
  }
  process.stdout.write(`\nAll parts took ${seconds(begun)} s\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);

async function runPlaywright(flags) {
  try {
    await build();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stdout.write(`${error.message}\n`);
    return { passed: 0, failed: 1 };
  }
  const file = join(root, "test-results", "e2e.json");
  rmSync(file, { force: true });
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  const { code } = await runNode([cli, "test", ...flags], { env: environmentForTests(), stream: true });
  const stats = readReport(file)?.stats;
  return { passed: stats?.expected ?? 0, failed: failuresOf(code, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)) };
}
