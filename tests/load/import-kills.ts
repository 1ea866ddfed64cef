import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { startWorker } from "@/inngest/worker-main";
import { createImport, previewImport, saveUpload, startImport } from "@/server/imports";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { pause } from "../../scripts/lib/os.mjs";
import { addBenchPeople, benchWorkspace } from "./people";
import { type Figure, perSecond, seconds } from "./report";
import { serveParent } from "./serve-parent";

const LIMIT_MIB = 512;
/** Ten minutes a million; a small file is allowed the two leases a killed worker leaves behind. */
const limitMs = (rows: number): number => Math.max(rows * 0.6, 60_000);
/** Where the worker dies, as shares of the file: never the border of a batch. */
const KILLS = [0.313, 0.719] as const;
const MARKS = [0.1, 0.5, 1] as const;
/** Every hundredth row has no address, another one repeats the row before it. */
const [BAD, AGAIN, EVERY] = [13, 57, 100] as const;

/** The worker of `npm start`, to be killed: its embedded engine, its functions, nothing else. */
export async function runImportWorker(): Promise<void> {
  await startWorker({ signal: new AbortController().signal });
  serveParent(0, () => ({ peakMib: process.resourceUsage().maxRSS / 1024 }));
}

/** One large file through the real worker, which is killed with -9 twice and started again; then every row is counted. */
export async function benchImportKills(rows: number): Promise<Figure[]> {
  const ctx = await benchWorkspace("Kills");
  const known = rows / 100;
  await addBenchPeople(ctx, known);
  const upload = await saveUpload(csvOf(rows, known));
  const { id } = await createImport(ctx, { ...upload, fileName: "people.csv" });
  const mapping = (await previewImport(ctx, { importId: id })).suggestion;
  const began = performance.now();
  await startImport(ctx, {
    importId: id,
    mapping,
    consent: { kind: "granted", source: "newsletter form on our site" },
  });
  const { peaks, deadMs } = await runAndKill(ctx, rows);
  const ms = performance.now() - began;
  await demandRows(ctx, rows, known);
  const count = rows.toLocaleString("en");
  const most = Math.max(...peaks);
  const none = { baseline: "-", ratio: "-" };
  return [
    {
      ...none,
      job: `CSV import of ${count} rows, worker killed twice with -9, until done`,
      ours: `${seconds(ms)} (${perSecond(rows, ms)}; ${perSecond(rows, ms - deadMs)} while a worker ran)`,
      bar: `≤ ${seconds(limitMs(rows))}`,
      reached: ms <= limitMs(rows),
      note: `${(upload.byteSize / 1e6).toFixed(0)} MB; every row was counted afterwards: none lost, none twice. A new worker waits for the lease of the dead one, ${seconds(deadMs)} in all.`,
    },
    {
      ...none,
      job: `peak memory of the worker at ${MARKS.map((mark) => `${mark * 100} %`).join(", ")} of that file`,
      ours: `${peaks.map((mib) => Math.round(mib)).join(", ")} MiB`,
      bar: `< ${LIMIT_MIB} MiB`,
      reached: most < LIMIT_MIB,
    },
  ];
}

type Worker = { process: ChildProcess; peakMib(): Promise<number> };

async function startOne(): Promise<Worker> {
  const child = fork(process.argv[1] ?? "", ["--child", "import-worker"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  return {
    process: child,
    async peakMib() {
      child.send({});
      const [answer] = (await once(child, "message")) as [{ peakMib: number }];
      return answer.peakMib;
    },
  };
}

/** Follows the rows; `deadMs` is the time between a kill and the next row that is settled. */
async function runAndKill(ctx: Ctx, rows: number): Promise<{ peaks: number[]; deadMs: number }> {
  let worker = await startOne();
  const peaks: number[] = [];
  const [kills, marks] = [[...KILLS], [...MARKS]];
  let deadMs = 0;
  let diedAt: { ms: number; rowsDone: number } | null = null;
  try {
    for (;;) {
      const { rowsDone, status } = await standing(ctx);
      if (diedAt && rowsDone > diedAt.rowsDone) {
        deadMs += performance.now() - diedAt.ms;
        diedAt = null;
      }
      if (marks[0] !== undefined && rowsDone >= rows * marks[0]) {
        marks.shift();
        peaks.push(await worker.peakMib());
      }
      if (status === "done") return { peaks, deadMs };
      if (status !== "queued" && status !== "running") throw new Error(`the import is ${status}`);
      if (kills[0] !== undefined && rowsDone >= rows * kills[0]) {
        kills.shift();
        const ended = once(worker.process, "exit");
        worker.process.kill("SIGKILL");
        await ended;
        diedAt = { ms: performance.now(), rowsDone: (await standing(ctx)).rowsDone };
        worker = await startOne();
      }
      await pause(20);
    }
  } finally {
    worker.process.kill("SIGKILL");
  }
}

async function standing({ workspaceNo }: Ctx): Promise<{ rowsDone: number; status: string }> {
  const [row] = await pipelineSql()<{ rows_done: string; status: string }[]>`
    select rows_done, status from imports where workspace_no = ${workspaceNo}`;
  return { rowsDone: Number(row?.rows_done), status: row?.status ?? "gone" };
}

const kindOf = (i: number): "bad" | "again" | "person" =>
  i % EVERY === BAD ? "bad" : i % EVERY === AGAIN ? "again" : "person";
/** The first people of the file are there already, under another name. */
const emailOf = (i: number, known: number): string =>
  i < known ? `P${i + 1}@people.example` : `Person.${i}@people.example`;

function* csvOf(rows: number, known: number): Generator<Uint8Array> {
  yield Buffer.from("email,first name,last name,external id,city,score\n");
  for (let from = 0; from < rows; from += 10_000) {
    const lines: string[] = [];
    for (let i = from; i < Math.min(rows, from + 10_000); i += 1) {
      const kind = kindOf(i);
      const email = kind === "bad" ? "nobody" : emailOf(kind === "again" ? i - 1 : i, known);
      const id = kind === "again" ? i - 1 : i;
      lines.push(`${email},Ana${i % 4000},Müller${i % 9000},crm-${id},City ${i % 700},${i % 1000}\n`);
    }
    yield Buffer.from(lines.join(""));
  }
}

/** Counts what the file must have left, row by row, and throws when one is missing or too many. */
async function demandRows({ workspaceNo: ws }: Ctx, rows: number, known: number): Promise<void> {
  const kinds = { bad: 0, again: 0, person: 0 };
  let updated = 0;
  for (let i = 0; i < rows; i += 1) {
    kinds[kindOf(i)] += 1;
    if (i < known && kindOf(i) === "person") updated += 1;
  }
  const [found] = await pipelineSql()`
    select (select counts from imports where workspace_no = ${ws}) as counts,
           (select count(*)::int from contacts where workspace_no = ${ws}) as contacts,
           (select count(*)::int from import_problems where workspace_no = ${ws}) as problems,
           (select count(*)::int from consent_ledger where workspace_no = ${ws}) as ledger,
           (select count(distinct contact_no)::int from consent_ledger where workspace_no = ${ws}) as granted,
           (select count(*)::int from generate_series(0, ${rows - 1}::int) i
             where i % ${EVERY} not in (${BAD}, ${AGAIN}) and not exists (
               select 1 from contacts c where c.workspace_no = ${ws} and c.external_id = 'crm-' || i
                  and c.first_name = 'Ana' || i % 4000 and c.attributes ->> 'score' = (i % 1000)::text)) as missing`;
  // Everybody known before had answered already (yes, no or not confirmed), so only new people get consent from it.
  const fresh = kinds.person - updated;
  const want = {
    rows,
    created: fresh,
    updated,
    unchanged: 0,
    invalid: kinds.bad,
    duplicates: kinds.again,
    consentGranted: fresh,
  };
  const wrong = [
    ...Object.entries(want).filter(([key, value]) => found?.counts?.[key] !== value),
    ...Object.entries({
      contacts: known + fresh,
      problems: kinds.bad + kinds.again,
      ledger: fresh,
      granted: fresh,
      missing: 0,
    }).filter(([key, value]) => found?.[key] !== value),
  ];
  if (wrong.length > 0)
    throw new Error(`expected ${JSON.stringify(Object.fromEntries(wrong))}, found ${JSON.stringify(found)}`);
}
