import { describe, expect, it } from "vitest";
import { addSuppression, grantConsentInBulk, requestPermits, revokeConsent } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { deleteContacts } from "@/server/privacy";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

const TRIALS = 1000;

describe("an opt-out against a claim", () => {
  useTestDatabase();

  /** One claim as delivery makes it: permit and a row that stands for the send, in one transaction. */
  const claim = (ctx: Ctx, contactNo: number) =>
    pipelineSql().begin(async (tx) => {
      const answer = await requestPermits(tx, {
        workspaceNo: ctx.workspaceNo,
        purpose: "marketing",
        channel: "email",
        recipients: [{ seq: contactNo, contactNo }],
      });
      if (answer.permits.length > 0)
        await tx`insert into audit_log (workspace_no, id, at, actor_type, action, entity_type, entity_id, trace_id)
          values (${ctx.workspaceNo}, gen_random_uuid(), clock_timestamp(), 'job', 'claimed', 'contact', ${contactNo}, '')`;
      return answer;
    });

  it(`wins whenever it committed first: ${TRIALS} random races of revoke, suppress and delete`, async () => {
    const ctx = await createWorkspace();
    const sql = pipelineSql();
    await sql`insert into contacts (workspace_no, contact_no, id, email, email_key)
      select ${ctx.workspaceNo}, n, gen_random_uuid(), 'p' || n || '@example.com', 'p' || n || '@example.com'
        from generate_series(1, ${TRIALS}) n`;
    await sql.begin((tx) =>
      grantConsentInBulk(tx, {
        workspaceNo: ctx.workspaceNo,
        channel: "email",
        source: "demo",
        evidence: "test",
        wording: null,
        at: new Date(),
        actorType: "job",
        actorId: null,
        contactNos: Array.from({ length: TRIALS }, (_, i) => i + 1),
      }),
    );
    const ids = new Map(
      (
        await sql<{ contact_no: string; id: string }[]>`
          select contact_no, id from contacts where workspace_no = ${ctx.workspaceNo}`
      ).map((row) => [Number(row.contact_no), row.id]),
    );
    const optOut = (contactNo: number): Promise<unknown> => {
      if (contactNo % 3 === 0) return addSuppression(ctx, { addresses: [`p${contactNo}@example.com`] });
      if (contactNo % 3 === 1) return deleteContacts(ctx, { ids: [ids.get(contactNo) ?? ""] });
      const actor = { type: "recipient" as const, contactNo };
      return revokeConsent({ ...ctx, actor }, { contactNo, source: "recipient_one_click" });
    };

    let claimedFirst = 0;
    let violations = 0;
    const trial = async (contactNo: number) => {
      let isRevoked = false;
      const gone = optOut(contactNo).then(() => {
        isRevoked = true;
      });
      for (let i = 0; i < 3; i += 1) {
        const isRevokedBefore = isRevoked;
        const { permits } = await claim(ctx, contactNo);
        if (permits.length > 0) claimedFirst += 1;
        if (permits.length > 0 && isRevokedBefore) violations += 1;
      }
      await gone;
      const { permits } = await claim(ctx, contactNo);
      violations += permits.length;
    };
    for (let first = 1; first <= TRIALS; first += 8)
      await Promise.all(Array.from({ length: Math.min(8, TRIALS - first + 1) }, (_, i) => trial(first + i)));
    expect(violations).toBe(0);
    // Both orders happened, otherwise this proves nothing.
    expect(claimedFirst).toBeGreaterThan(0);
    expect(claimedFirst).toBeLessThan(TRIALS * 3);
  }, 180_000);

  it("makes an opt-out wait for the claim that was there before, and a claim for the opt-out", async () => {
    const ctx = await createWorkspace();
    const sql = pipelineSql();
    await sql`insert into contacts (workspace_no, contact_no, id, email, email_key)
      values (${ctx.workspaceNo}, 1, gen_random_uuid(), 'a@example.com', 'a@example.com')`;
    const order: string[] = [];
    let suppressed: Promise<unknown> = Promise.resolve();
    await sql.begin(async (tx) => {
      const request = { workspaceNo: ctx.workspaceNo, purpose: "test", channel: "email" } as const;
      const { permits } = await requestPermits(tx, { ...request, recipients: [{ seq: 1, contactNo: 1 }] });
      expect(permits).toHaveLength(1);
      suppressed = addSuppression(ctx, { addresses: ["a@example.com"] }).then(() => order.push("opt-out"));
      // The opt-out is queued behind our lock as soon as the server shows it waiting.
      for (let waiting = 0; waiting === 0 && order.length === 0; ) {
        const [row] = await sql<{ waiting: number }[]>`
          select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted`;
        waiting = row?.waiting ?? 0;
      }
      order.push("claim");
    });
    await suppressed;
    expect(order).toEqual(["claim", "opt-out"]);
  });
});
