import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { revokeConsent } from "@/server/consent";
import { createContact } from "@/server/contacts";
import { getImport } from "@/server/imports";
import type { Ctx } from "@/server/platform/context";
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

  it("ends exactly the same when the worker is killed with -9 at two points of a seeded draw and started again", {
    timeout: 120_000,
  }, async () => {
    const csv = makeCsv(4 * BATCH);
    const [reference, ctx] = [await makeCompany(), await makeCompany()];
    const clean = await begin(reference, csv, { consent });
    await work(reference, clean.importNo);
    const { id } = await begin(ctx, csv, { consent });
    const roll = seeded(20_261_125);
    // Of the twenty statements or so that the batches need: one early, one late, wherever that is in a batch.
    const stops = [2 + roll(8), 11 + roll(6)];
    const gate = await makeGate(database().ownerUrl, stops);
    const killed: string[] = [];
    for (const _ of stops) {
      const child = startWorker();
      const ended = once(child, "exit");
      await eventually(gate.waiting, (waiting) => waiting !== null);
      killed.push((await gate.waiting()) ?? "");
      child.kill("SIGKILL");
      await ended;
      await gate.dropWaiting();
    }
    const last = startWorker();
    await eventually(
      () => getImport(ctx, { importId: id }),
      (found) => found.status === "done",
    );
    const ended = once(last, "exit");
    last.kill("SIGKILL");
    await ended;
    await gate.remove();
    expect(killed, "statements that never came to their end").toHaveLength(2);
    expect(await counts(ctx, id)).toEqual(await counts(reference, clean.id));
    expect(await everything(ctx)).toEqual(await everything(reference));
  });
});

function seeded(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * n);
  };
}

function startWorker(): ChildProcess {
  const script = fileURLToPath(new URL("./worker.ts", import.meta.url));
  return spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", script], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Holds the n-th write of this workspace's import, counted past every crash, at the edge of its statement. */
async function makeGate(ownerUrl: string, stops: readonly number[]) {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const tables = ["contacts", "consent_state", "import_contacts", "import_problems", "imports"];
  await sql.unsafe(`
    create sequence import_gate;
    grant usage on import_gate to public;
    create function hold_import() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      -- A sequence does not roll back: a statement that was held once is passed by the next time.
      if current_setting('application_name') like 'carillon_pipeline%' and nextval('import_gate') in (${stops.join(",")})
        then perform pg_advisory_xact_lock(4711); end if;
      return null;
    end $$;`);
  for (const table of tables)
    await sql.unsafe(
      `create trigger hold_import after insert or update on ${table} for each statement execute function hold_import()`,
    );
  await sql`select pg_advisory_lock(4711)`;
  type Held = { pid: number; query: string };
  const held = async (): Promise<Held | null> => {
    const [row] = await sql<Held[]>`
      select l.pid, a.query from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.objid = 4711 and not l.granted`;
    return row ?? null;
  };
  return {
    waiting: async () => (await held())?.query ?? null,
    /** The server notices that a client is gone only when it next writes to it. */
    async dropWaiting() {
      const found = await held();
      if (found) await sql`select pg_terminate_backend(${found.pid})`;
      await eventually(held, (row) => row === null);
    },
    async remove() {
      for (const table of tables) await sql.unsafe(`drop trigger hold_import on ${table}`);
      await sql.end();
    },
  };
}
