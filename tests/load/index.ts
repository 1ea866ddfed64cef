import "./environment";

import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { closeDb } from "@/server/platform/db";
import { benchAudience } from "./audience";
import { benchCampaign } from "./campaign";
import { CHILDREN } from "./child";
import { benchFootprint } from "./footprint";
import { benchImport } from "./import";
import { benchImportKills } from "./import-kills";
import { benchLedger } from "./ledger";
import { benchLists } from "./lists";
import { benchManySegments } from "./many-segments";
import { benchMillion } from "./million";
import { benchOutage } from "./outage";
import { benchPages } from "./pages";
import { benchRefresh } from "./refresh";
import { type Figure, reportOf } from "./report";
import { benchTracking } from "./tracking";

type Bench = {
  name: string;
  title: string;
  /** Takes a quarter of an hour or more: only when asked for by name. */
  isLong?: boolean;
  run: (isSmall: boolean, people: number | null) => Promise<Figure[]>;
};

/**
 * `npm run bench [-- --only import,…] [--small] [--people 200000]`: measures and prints; the whole run at full size is written to
 * docs/benchmarks.md.
 */
const benches: readonly Bench[] = [
  { name: "import", title: "Import", run: (isSmall) => benchImport(isSmall ? 20_000 : 100_000) },
  { name: "kills", title: "Import, killed", run: (isSmall) => benchImportKills(isSmall ? 50_000 : 1_000_000) },
  { name: "refresh", title: "Segments", run: (isSmall) => benchRefresh(isSmall ? 50_000 : 1_000_000) },
  { name: "segments", title: "Many segments", run: (isSmall) => benchManySegments(isSmall ? 1000 : 10_000) },
  { name: "lists", title: "Lists of people", run: (isSmall) => benchLists(isSmall ? 50_000 : 1_000_000) },
  { name: "audience", title: "Audience", run: (isSmall) => benchAudience(isSmall ? 50_000 : 1_000_000) },
  { name: "ledger", title: "Claim and record", run: (isSmall) => benchLedger(isSmall ? 20_000 : 100_000) },
  { name: "campaign", title: "Campaign", run: (isSmall) => benchCampaign(isSmall ? 10_000 : 100_000) },
  {
    name: "million",
    title: "A million people",
    isLong: true,
    run: (isSmall, people) => benchMillion(people ?? (isSmall ? 20_000 : 1_000_000)),
  },
  { name: "tracking", title: "Tracking", run: (isSmall) => benchTracking(isSmall ? 3 : 10) },
  { name: "outage", title: "Tracking without a database", run: (isSmall) => benchOutage(isSmall ? 20 : 40) },
  { name: "footprint", title: "Footprint", run: (isSmall) => benchFootprint(isSmall ? 20 : 60) },
  { name: "pages", title: "Pages", run: (isSmall) => benchPages(isSmall ? 10 : 50) },
];

async function runBenches(flags: readonly string[]): Promise<void> {
  const isSmall = flags.includes("--small");
  const only = flags.includes("--only") ? (flags[flags.indexOf("--only") + 1] ?? "").split(",") : null;
  const people = flags.includes("--people") ? Number(flags[flags.indexOf("--people") + 1]) : null;
  const unknown = only?.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is not a bench. Use: ${benches.map((bench) => bench.name).join(", ")}.`);
  const [loadBefore = 0] = loadavg();
  const sections: { title: string; figures: Figure[] }[] = [];
  for (const bench of benches) {
    if (only ? !only.includes(bench.name) : bench.isLong) continue;
    process.stderr.write(`${bench.title}…\n`);
    const figures = await bench.run(isSmall, people);
    for (const figure of figures)
      process.stderr.write(`  ${figure.job}: ${figure.ours}; ${figure.baseline}; ${figure.ratio}\n`);
    sections.push({ title: bench.title, figures });
  }
  const report = reportOf(sections, new Date(), loadBefore);
  process.stdout.write(report);
  if (!isSmall && !only) writeFileSync("docs/benchmarks.md", report);
}

const flags = process.argv.slice(2);
if (flags[0] === "--child") await CHILDREN[flags[1] as keyof typeof CHILDREN]();
else await runBenches(flags).finally(closeDb);
