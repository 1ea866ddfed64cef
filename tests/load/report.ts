import { execFileSync } from "node:child_process";
import { cpus, totalmem, type } from "node:os";

/** One line of the report: what ours took beside what the bare work took in the same run, and the bar of data.md. */
export type Figure = {
  job: string;
  ours: string;
  baseline: string;
  ratio: string;
  bar: string;
  reached: boolean;
  note?: string;
};

export const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`);
export const perSecond = (count: number, ms: number): string =>
  `${Math.round((count / ms) * 1000).toLocaleString("en")}/s`;

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await run();
  return { ms: performance.now() - began, result };
}

export async function repeat(times: number, run: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i += 1) all.push((await timed(run)).ms);
  return all;
}

/** The page docs/benchmarks.md. Nothing is compared with a machine that is not this one. */
export function reportOf(sections: { title: string; figures: Figure[] }[], now: Date, loadBefore: number): string {
  const cpu = cpus();
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const lines = [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Each figure stands beside its raw baseline from the same run on the same machine; the bars are ours.",
    "",
    `Machine: ${cpu.length} × ${cpu[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}, Node ${process.versions.node}. Date: ${now.toISOString().slice(0, 10)}. Commit: ${commit}.`,
    `Load generator, sink, Postgres and Carillon share these cores. Load average before the run: ${loadBefore.toFixed(1)}; above 0.5, read the ratios and not the absolute figures.`,
    "",
  ];
  for (const { title, figures } of sections) {
    lines.push(
      `## ${title}`,
      "",
      "| job | ours | baseline, same run | ratio | bar | reached |",
      "|---|---|---|---|---|---|",
    );
    for (const f of figures)
      lines.push(`| ${f.job} | ${f.ours} | ${f.baseline} | ${f.ratio} | ${f.bar} | ${f.reached ? "yes" : "**no**"} |`);
    lines.push("");
    for (const f of figures) if (f.note) lines.push(`- ${f.job}: ${f.note}`);
    lines.push("");
  }
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}
