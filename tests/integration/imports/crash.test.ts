import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { revokeConsent } from "@/server/consent";
import { createContact } from "@/server/contacts";
import { getImport } from "@/server/imports";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { eventually } from "../../support/worker";
import { begin, everything, work } from "./support";

/** Throws at the n-th crossing of a statement's edge, before or after it ran. */
const fault = vi.hoisted(() => ({ at: Number.POSITIVE_INFINITY, crossings: 0 }));
vi.mock("@/server/imports/pipeline", async (original) => {
  const real = await original<Record<string, (...args: unknown[]) => Promise<unknown>>>();
  const cross = (name: string) => {
    fault.crossings += 1;
    if (fault.crossings === fault.at) throw new Error(`crash at ${name}`);
  };
  return Object.fromEntries(
    Object.entries(real).map(([name, run]) => [
      name,
      async (...args: unknown[]) => {
        cross(`before ${name}`);
        const result = await run(...args);
        cross(`after ${name}`);
        return result;
      },
    ]),
  );
});

const consent = { kind: "granted" as const, source: "Newsletter form on our site" };
const BATCH = 5_000;

/** Rows of every kind, repeated over the borders of batches. */
function makeCsv(rows: number): string {
  const lines = ["email,first name,score"];
  for (let i = 0; i < rows; i += 1) {
    if (i % 97 === 13) lines.push(`not an address,x,1`);
    else if (i % 101 === 7) lines.push(`p${i % 50}@example.com,again,2`);
    else if (i % 1009 === 5) lines.push(`"open ${i},1`);
    else lines.push(`P${i}@example.com,Name ${i % 300},${i}`);
  }
  return `${lines.join("\n")}\n`;
}

async function makeCompany(): Promise<Ctx> {
  const ctx = await createWorkspace();
  await createContact(ctx, { email: "p1@example.com", firstName: "Old" });
  await createContact(ctx, { email: `p${BATCH + 1}@example.com` });
  const actor = { type: "recipient" as const, contactNo: 1 };
  await revokeConsent({ ...ctx, actor }, { contactNo: 1, source: "recipient_one_click" });
  return ctx;
}

const counts = async (ctx: Ctx, importId: string) => (await getImport(ctx, { importId })).counts;

describe("an import that is killed", () => {
  const database = useTestDatabase();
  beforeEach(() => {
    fault.at = Number.POSITIVE_INFINITY;
    fault.crossings = 0;
  });

  it("ends with the same people, consent, problems and counts wherever a statement of a batch fails", {
    timeout: 180_000,
  }, async () => {
    const csv = makeCsv(60);
    const reference = await makeCompany();
    const clean = await begin(reference, csv, { consent });
    fault.crossings = 0;
    await work(reference, clean.importNo);
    const points = fault.crossings;
    expect(points).toBeGreaterThan(10);
    const want = await everything(reference);
    const wantCounts = await counts(reference, clean.id);
    expect(wantCounts).toMatchObject({ rows: 60, updated: 1, consentKept: 1 });

    for (let at = 1; at <= points; at += 1) {
      const ctx = await makeCompany();
      const { id, importNo } = await begin(ctx, csv, { consent });
      fault.crossings = 0;
      fault.at = at;
      await expect(work(ctx, importNo)).rejects.toThrow("crash at");
      fault.at = Number.POSITIVE_INFINITY;
      await work(ctx, importNo);
      expect(await everything(ctx), `crash at point ${at}`).toEqual(want);
      expect(await counts(ctx, id)).toEqual(wantCounts);
    }
  });

  it("does every row once when two workers are on it at the same time", { timeout: 180_000 }, async () => {
    const csv = makeCsv(2 * BATCH);
    const [reference, ctx] = [await makeCompany(), await makeCompany()];
    const clean = await begin(reference, csv, { consent });
    await work(reference, clean.importNo);
    const { id, importNo } = await begin(ctx, csv, { consent });
    await Promise.all([work(ctx, importNo, 0), work(ctx, importNo, 0)]);
    expect(await counts(ctx, id)).toEqual(await counts(reference, clean.id));
    expect(await everything(ctx)).toEqual(await everything(reference));
  });

  it("continues exactly after kill -9 of the process, again and again", { timeout: 300_000 }, async () => {
    const csv = makeCsv(5 * BATCH);
    const [reference, ctx] = [await makeCompany(), await makeCompany()];
    const clean = await begin(reference, csv, { consent });
    await work(reference, clean.importNo);
    const { id, importNo } = await begin(ctx, csv, { consent });

    const gate = await makeGate(database().ownerUrl);
    for (let batch = 1; batch <= 4; batch += 1) {
      await gate.letThrough(batch * BATCH);
      const child = startWorker(ctx, importNo);
      const ended = once(child, "exit");
      // Killed in the next batch, when all of it is written and nothing of it committed.
      await eventually(gate.waiting, (waiting) => waiting === 1);
      child.kill("SIGKILL");
      await ended;
      await gate.dropWaiting();
      expect(await rowsDone(ctx, importNo)).toBe(batch * BATCH);
    }
    await gate.remove();
    const [code] = await once(startWorker(ctx, importNo), "exit");
    expect(code).toBe(0);
    expect(await counts(ctx, id)).toEqual(await counts(reference, clean.id));
    expect(await everything(ctx)).toEqual(await everything(reference));
  });
});

function startWorker(ctx: Ctx, importNo: number): ChildProcess {
  const script = fileURLToPath(new URL("./worker.ts", import.meta.url));
  const args = ["--conditions=react-server", "--import", "tsx", script, JSON.stringify({ ...ctx, importNo })];
  return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
}

async function rowsDone(ctx: Ctx, importNo: number): Promise<number | undefined> {
  const [row] = await pipelineSql()<{ done: number }[]>`
    select rows_done::int as done from imports where workspace_no = ${ctx.workspaceNo} and import_no = ${importNo}`;
  return row?.done;
}

/** Holds every import at the last statement of the batch that would take it past the rows let through. */
async function makeGate(ownerUrl: string) {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await sql`create table import_gate as select 0::bigint as rows`;
  await sql`create function hold_import() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      if new.rows_done > (select rows from import_gate) then perform pg_advisory_xact_lock(4711); end if;
      return new;
    end $$`;
  await sql`create trigger hold_import before update on imports for each row execute function hold_import()`;
  await sql`select pg_advisory_lock(4711)`;
  const waiting = async () =>
    (await sql`select pid from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`).length;
  return {
    letThrough: (rows: number) => sql`update import_gate set rows = ${rows}`,
    waiting,
    /** The server notices that a client is gone only when it next writes to it. */
    async dropWaiting() {
      await sql`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and objid = 4711 and not granted`;
      await eventually(waiting, (count) => count === 0);
    },
    async remove() {
      await sql`drop trigger hold_import on imports`;
      await sql.end();
    },
  };
}
