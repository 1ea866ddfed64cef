// Plain Node, and nothing from node_modules before install() has run: this file is what a bare clone starts with.

import { Refusal } from "./lib/progress.mjs";
import { runBundled } from "./lib/run-bundled.mjs";
import { dev, start } from "./lib/serve.mjs";

const oldestNode = [20, 19];

const modes = {
  start,
  dev,
  test: async (flags) => process.exit(await (await import("./lib/test.mjs")).runTests(flags)),
  check: async () => process.exit(await (await import("./lib/check.mjs")).runChecks()),
  seed: async (flags) => process.exit(await runBundled("scripts/seed.ts", { flags })),
  bench: async (flags) => process.exit(await runBundled("tests/load/index.ts", { flags, ownData: "bench" })),
};

const [mode = "start", ...flags] = process.argv.slice(2);

try {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Refusal(`Carillon needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}.`);
  }
  if (!Object.hasOwn(modes, mode)) {
    throw new Refusal(`"${mode}" is not known. Use one of: ${Object.keys(modes).join(", ")}.`);
  }
  await modes[mode](flags);
} catch (error) {
  const sentence = error instanceof Refusal ? error.message : error.stack;
  if (sentence) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
