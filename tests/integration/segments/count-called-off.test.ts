import { sql } from "drizzle-orm";
import postgres from "postgres";
import { describe, expect, it } from "vitest";
import type { Condition } from "@/contracts/documents/condition";
import { appRouter } from "@/server/api/trpc/root";
import { readWithin } from "@/server/platform/db";
import { countCondition } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

const RULE: Condition = { kind: "attribute", field: "first_name", operator: "is_set" };

describe("a count nobody waits for any more", () => {
  const database = useTestDatabase();

  /** Counts of this workspace cannot end while the table is locked, however fast the machine. */
  async function whileLocked(run: (waiting: () => Promise<number>) => Promise<void>): Promise<void> {
    const owner = postgres(database().ownerUrl, { max: 2, onnotice: () => {} });
    const waiting = async () => {
      const [row] = await owner<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%from contacts c%' and pid <> pg_backend_pid()`;
      return row?.n ?? 0;
    };
    try {
      await owner.begin(async (tx) => {
        await tx`lock table contacts in access exclusive mode`;
        await run(waiting);
      });
    } finally {
      await owner.end();
    }
  }

  it("is stopped in Postgres when the reader goes away or types on, and the next one is answered", async () => {
    const ctx = await createWorkspace();
    await whileLocked(async (waiting) => {
      const away = new AbortController();
      const caller = appRouter.createCaller({ ctx, traceId: ctx.traceId, now: ctx.now }, { signal: away.signal });
      const count = caller.segments.count({ condition: RULE }).catch((error: Error) => error.message);
      await expect.poll(waiting).toBe(1);
      away.abort();
      expect(await count).toBe("This count was called off.");
      await expect.poll(waiting).toBe(0);
    });
    expect((await countCondition(ctx, { condition: RULE })).count).toBe(0);
  });

  it("is stopped by the word of the reader, not by its time limit", async () => {
    await createWorkspace();
    await whileLocked(async (waiting) => {
      const away = new AbortController();
      const read = readWithin(600_000, sql`select count(*) from contacts c`, away.signal).catch((e) => e.code);
      await expect.poll(waiting).toBe(1);
      away.abort();
      expect(await read).toBe("57014");
    });
  });

  it("is not begun for somebody who has gone already", async () => {
    const ctx = await createWorkspace();
    await whileLocked(async (waiting) => {
      const gone = countCondition({ ...ctx, signal: AbortSignal.abort() }, { condition: RULE });
      await expect(gone).rejects.toMatchObject({ code: "CONFLICT" });
      expect(await waiting()).toBe(0);
    });
  });
});
