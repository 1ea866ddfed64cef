import postgres from "postgres";
import { describe, expect, it } from "vitest";
import type { ConsentSource, ConsentState } from "@/contracts/consent";
import { checkLedger, checkLedgers, grantConsentInBulk, revokeConsent, setConsent } from "@/server/consent";
import { replayConsent } from "@/server/consent/rules/replay-consent";
import { createContact } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

describe("the hash chain of the consent ledger", () => {
  const database = useTestDatabase();

  /** Past grants and policies, as somebody who owns the database. */
  async function tamper(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
    const sql = postgres(database().ownerUrl, { max: 1, onnotice: () => {} });
    await work(sql).finally(() => sql.end());
  }

  const grant = (ctx: Ctx, contactNos: number[]) =>
    pipelineSql().begin((tx) =>
      grantConsentInBulk(tx, {
        workspaceNo: ctx.workspaceNo,
        channel: "email",
        source: "import",
        evidence: "Müller’s list",
        wording: null,
        at: new Date(),
        actorType: "job",
        actorId: null,
        contactNos,
      }),
    );

  async function filled(): Promise<Ctx> {
    const ctx = await createWorkspace();
    await pipelineSql()`insert into contacts (workspace_no, contact_no, id, email, email_key)
      select ${ctx.workspaceNo}, n, gen_random_uuid(), n || '@x.example', n || '@x.example' from generate_series(1, 60) n`;
    await pipelineSql()`insert into workspace_counters (workspace_no, kind, last) values (${ctx.workspaceNo}, 'contact', 60)`;
    for (const from of [1, 21, 41])
      await grant(
        ctx,
        Array.from({ length: 20 }, (_, i) => from + i),
      );
    return ctx;
  }

  it("holds for rows of every road, many writers at once and two workspaces, whatever the checker's time zone", async () => {
    const [ctx, other] = [await filled(), await filled()];
    const revoke = (own: Ctx, contactNo: number) =>
      revokeConsent(
        { ...own, actor: { type: "recipient", contactNo } },
        { contactNo, source: "recipient_page", ip: "::1" },
      );
    const ada = await createContact(ctx, { email: "ada@example.com" });
    await Promise.all([
      ...Array.from({ length: 12 }, (_, i) => revoke(i % 2 ? ctx : other, i + 1)),
      setConsent(ctx, { contactId: ada.id, state: "granted", evidence: "paper" }),
    ]);
    for (const own of [ctx, other]) {
      const { rows, fault } = await checkLedger(own, {});
      expect([rows, fault]).toEqual([own === ctx ? 67 : 66, null]);
    }
    await tamper(async (sql) => {
      await sql`set time zone 'Asia/Tokyo'`;
      await sql`insert into consent_ledger (workspace_no, contact_no, channel, state, source, actor_type, at)
        values (${ctx.workspaceNo}, 1, 'email', 'denied', 'member', 'operator', now())`;
    });
    expect(await checkLedger(ctx, {})).toMatchObject({ rows: 68, fault: null });
    const [row] = await pipelineSql()<{ same: boolean }[]>`
      select min(chain_no) = 1 and max(chain_no) = count(*) as same from consent_ledger
       where workspace_no = ${ctx.workspaceNo}`;
    expect(row?.same).toBe(true);
  });

  const REHASH = `update consent_ledger t set hash = sha256(prev_hash || chain_content(to_jsonb(t))) where `;
  const cases: [string, (sql: postgres.Sql, ws: number) => Promise<unknown>, { kind: string; position: number }][] = [
    [
      "a changed state",
      (sql, ws) => sql`update consent_ledger set state = 'denied' where workspace_no = ${ws} and chain_no = 7`,
      { kind: "changed", position: 7 },
    ],
    [
      "a moved instant",
      (sql, ws) => sql`update consent_ledger set at = at - interval '1 s' where workspace_no = ${ws} and chain_no = 60`,
      { kind: "changed", position: 60 },
    ],
    [
      "a changed row with its hash made anew",
      async (sql, ws) => {
        await sql`set time zone 'UTC'`;
        await sql`update consent_ledger set evidence = 'x' where workspace_no = ${ws} and chain_no = 30`;
        await sql.unsafe(`${REHASH} workspace_no = ${ws} and chain_no = 30`);
      },
      { kind: "changed", position: 30 },
    ],
    [
      "the last row changed with its hash made anew",
      async (sql, ws) => {
        await sql`set time zone 'UTC'`;
        await sql`update consent_ledger set evidence = 'x' where workspace_no = ${ws} and chain_no = 60`;
        await sql.unsafe(`${REHASH} workspace_no = ${ws} and chain_no = 60`);
      },
      { kind: "changed", position: 60 },
    ],
    [
      "a deleted row",
      (sql, ws) => sql`delete from consent_ledger where workspace_no = ${ws} and chain_no = 12`,
      { kind: "missing", position: 12 },
    ],
    [
      "a deleted first row",
      (sql, ws) => sql`delete from consent_ledger where workspace_no = ${ws} and chain_no = 1`,
      { kind: "missing", position: 1 },
    ],
    [
      "a deleted tail",
      (sql, ws) => sql`delete from consent_ledger where workspace_no = ${ws} and chain_no > 55`,
      { kind: "tail_missing", position: 56 },
    ],
    [
      "everything deleted",
      (sql, ws) => sql`delete from consent_ledger where workspace_no = ${ws}`,
      { kind: "tail_missing", position: 1 },
    ],
    [
      "a tail cut off together with the head, after a check had seen it",
      async (sql, ws) => {
        await sql`delete from consent_ledger where workspace_no = ${ws} and chain_no > 50`;
        await sql`update chain_heads set last_no = 50, last_hash =
          (select hash from consent_ledger where workspace_no = ${ws} and chain_no = 50) where workspace_no = ${ws}`;
      },
      { kind: "rebuilt", position: 60 },
    ],
  ];

  it.each(cases)("finds %s and names it, also at night", async (_, change, fault) => {
    const [ctx, untouched] = [await filled(), await filled()];
    expect((await checkLedger(ctx, {})).fault).toBeNull();
    await tamper((sql) => change(sql, ctx.workspaceNo));
    expect((await checkLedger(ctx, {})).fault).toEqual(fault);
    expect((await checkLedger(untouched, {})).fault).toBeNull();
    const before = await checkLedgers();
    expect(before.tampered).toBeGreaterThan(0);
  });

  it("says the same about random histories as the state that was kept beside it", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 30);
    const sql = pipelineSql();
    await sql`delete from consent_state where workspace_no = ${ctx.workspaceNo}`;
    const { recordConsent } = await import("@/server/consent/store");
    const { inWorkspace } = await import("@/server/platform/db");
    let seed = 20_261_125;
    const roll = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * n);
    };
    const states: ConsentState[] = ["granted", "denied", "pending"];
    const sources: ConsentSource[] = ["member", "form", "recipient_page"];
    for (let i = 0; i < 300; i += 1)
      await inWorkspace(ctx.workspaceNo, (tx) =>
        recordConsent(tx, ctx, {
          contactNo: roll(30) + 1,
          channel: roll(5) === 0 ? "sale" : "email",
          topicNo: roll(3),
          state: states[roll(3)] ?? "denied",
          source: sources[roll(3)] ?? "member",
          // Clocks that go back now and then, and instants that are equal.
          at: new Date(Date.UTC(2026, 0, 1) + i * 1000 - roll(4) * 2000),
        }),
      );
    const ledger = await sql<
      {
        no: string;
        who: string;
        channel: "email";
        topic: number;
        state: ConsentState;
        source: ConsentSource;
        at: Date;
      }[]
    >`select chain_no as no, contact_no as who, channel, topic_no as topic, state, source, at from consent_ledger
       where workspace_no = ${ctx.workspaceNo}`;
    const entries = ledger.map((row) => ({ ...row, chainNo: Number(row.no), topicNo: row.topic }));
    const replayed = [...new Set(entries.map((e) => e.who))].flatMap((who) =>
      replayConsent(entries.filter((e) => e.who === who)).map((e) =>
        [who, e.channel, e.topicNo, e.state, e.source, e.at.toISOString()].join(" "),
      ),
    );
    const kept = await sql<
      { who: string; channel: string; topic: number; state: string; source: string; at: Date }[]
    >`select contact_no as who, channel, topic_no as topic, state, source, at from consent_state
       where workspace_no = ${ctx.workspaceNo}`;
    expect(replayed.sort()).toEqual(
      kept.map((r) => [r.who, r.channel, r.topic, r.state, r.source, r.at.toISOString()].join(" ")).sort(),
    );
  });
});
