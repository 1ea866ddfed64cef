import { closeDb } from "@/server/platform/db";
import { benchRefresh } from "./refresh";
import { type Figure, writeReport } from "./report";

type Bench = { name: string; title: string; run: () => Promise<Figure[]> };

const small = process.argv.includes("--small");
const only = process.argv[process.argv.indexOf("--only") + 1]?.split(",");

/** `npm run bench [-- --only refresh,…] [--small]`: measures, prints, and writes docs/benchmarks.md. */
const benches: readonly Bench[] = [
  { name: "refresh", title: "Segments", run: () => benchRefresh(small ? 50_000 : 1_000_000) },
];

const sections: { title: string; figures: Figure[] }[] = [];
try {
  for (const bench of benches) {
    if (process.argv.includes("--only") && !only?.includes(bench.name)) continue;
    process.stderr.write(`${bench.title}…\n`);
    sections.push({ title: bench.title, figures: await bench.run() });
  }
  writeReport(sections, new Date());
} finally {
  await closeDb();
}
