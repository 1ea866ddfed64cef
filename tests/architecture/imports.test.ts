import { readdirSync, symlinkSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, runNode } from "../../scripts/lib/run.mjs";
import tiers from "./tiers.json" with { type: "json" };

interface Cruise {
  modules: { source: string }[];
  summary: { totalCruised: number; violations: { from: string; to: string; rule: { name: string } }[] };
}

const cruiser = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
const tops = ["app", "components", "contracts", "drizzle", "emails", "inngest", "server"];

async function cruise(directory: string): Promise<Cruise> {
  const present = tops.filter((top) => readdirSync(directory).includes(top));
  const flags = [cruiser, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...present];
  const { output } = await runNode(flags, { cwd: directory });
  return JSON.parse(output);
}

/** One forbidden import each: the rule that must catch it, the file that commits it, what it imports. */
const planted = [
  ["contracts", "contracts/planted.ts", "@/server/platform/planted-target"],
  ["components", "components/planted.ts", "@/drizzle/planted-target"],
  ["components-server", "components/planted-server.ts", "@/server/api/trpc/planted-target"],
  ["components-server-types", "components/planted-types.ts", "@/server/platform/planted-target"],
  ["app", "app/planted/page.tsx", "@/server/platform/planted-target"],
  ["app-api", "app/api/planted/route.ts", "@/drizzle/planted-target"],
  ["app-is-the-top", "components/planted-app.ts", "@/app/planted-target"],
  ["server-is-headless", "server/campaigns/planted.ts", "@/inngest/planted-target"],
  ["server-platform", "server/platform/planted.ts", "@/server/campaigns/index"],
  ["server-contacts", "server/contacts/planted-up.ts", "@/server/campaigns/index"],
  ["server-campaigns", "server/campaigns/planted-inside.ts", "@/server/contacts/planted-target"],
  ["server-segments", "server/segments/planted-same-tier.ts", "@/server/scoring/index"],
  ["rules-are-pure", "server/campaigns/rules/planted.ts", "node:crypto"],
  ["providers-through-the-registry", "server/delivery/planted.ts", "@/server/channels/email/planted-target"],
  ["only-delivery-sends", "server/campaigns/planted-sends.ts", "@/server/channels/registry"],
  ["jobs", "inngest/planted.ts", "@/server/campaigns/planted-target"],
  ["job-functions", "inngest/functions/planted.ts", "@/server/platform/db"],
  ["emails", "emails/planted.ts", "@/server/platform/planted-target"],
  ["schema", "drizzle/planted.ts", "@/server/platform/planted-target"],
  ["no-test-in-product", "server/api/planted.ts", "@/tests/planted-target"],
  ["no-unresolvable", "server/api/planted-nowhere.ts", "@/server/api/nowhere"],
  ["no-dev-dependency", "server/api/planted-dev.ts", "vitest"],
] as const;

describe("the import rules", () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "carillon-imports-"));
    for (const file of [".dependency-cruiser.cjs", "tsconfig.json", "package.json", "tests/architecture/tiers.json"]) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await cp(join(root, file), join(directory, file));
    }
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), text, { flag: "w" });
  };

  it("catch each planted violation", async () => {
    for (const [, file, target] of planted) {
      const path = target.startsWith("@/") && !target.endsWith("nowhere") ? `${target.slice(2)}.ts` : undefined;
      if (path) await write(path, "export const value = 1;\n");
      await write(file, `import * as target from "${target}";\nexport const used = target;\n`);
    }
    await write("server/campaigns/cycle-a.ts", 'import { b } from "./cycle-b";\nexport const a = () => b;\n');
    await write("server/campaigns/cycle-b.ts", 'import { a } from "./cycle-a";\nexport const b = () => a;\n');
    const { summary } = await cruise(directory);
    const caught = new Set(summary.violations.map(({ rule, from }) => `${rule.name} ${from}`));
    const missed = planted.map(([rule, file]) => `${rule} ${file}`).filter((violation) => !caught.has(violation));
    expect(missed).toEqual([]);
    expect(caught).toContain("no-cycle server/campaigns/cycle-a.ts");
  }, 60_000);

  it("see the modules they judge: a checker that reads nothing would also be green", async () => {
    const { modules, summary } = await cruise(root);
    const ours = modules.filter(({ source }) => tops.includes(source.split("/")[0] ?? ""));
    expect(ours.length).toBeGreaterThan(50);
    expect(summary.totalCruised).toBeGreaterThan(50);
  }, 60_000);

  it("know the tier of every folder in server/", () => {
    const folders = readdirSync(join(root, "server"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !Object.hasOwn(tiers, name))).toEqual([]);
  });
});
