import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { PURPOSES, type Purpose, SUPPRESSION_REASONS } from "@/contracts/consent";
import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { eligibilitySql, type PermitRecipient, requestPermits } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

type Person = {
  email: string | null;
  key: string | null;
  state: string | null;
  suppressed: string | null;
  demo: boolean;
};

async function addPeople(ctx: Ctx, people: Person[]): Promise<void> {
  const sql = pipelineSql();
  for (const [i, p] of people.entries()) {
    await sql`insert into contacts (workspace_no, contact_no, id, email, email_key, is_demo)
      values (${ctx.workspaceNo}, ${i + 1}, ${randomUUID()}, ${p.email}, ${p.key}, ${p.demo})`;
    if (p.state)
      await sql`insert into consent_state (workspace_no, contact_no, channel, state, source, at)
        values (${ctx.workspaceNo}, ${i + 1}, 'email', ${p.state}, 'member', now())`;
    if (p.suppressed && p.key)
      await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
        values (${ctx.workspaceNo}, 'email', ${p.key}, ${p.suppressed}, now(), 'member')`;
  }
}

/** The rules once more, in words of the test: what each person must get for each purpose. */
function expected(p: Person, purpose: Purpose, refuseDemo: boolean): SkipReason | null {
  if (p.email === null) return "no_address";
  if (p.key === null) return "invalid_address";
  if (p.suppressed === "erased") return "erased";
  if (p.suppressed) return `suppressed_${p.suppressed}` as SkipReason;
  if (purpose === "marketing") {
    if (p.state === "denied") return "opted_out";
    if (p.state === "pending") return "consent_pending";
    if (p.state !== "granted") return "no_consent";
  }
  return refuseDemo && p.demo && purpose !== "test" ? "demo_contact" : null;
}

const everyKind = (): Person[] => {
  const people: Person[] = [];
  for (const state of [null, "granted", "denied", "pending", "a state of the future"])
    for (const suppressed of [null, ...SUPPRESSION_REASONS])
      for (const demo of [false, true]) {
        const key = `p${people.length}@example.com`;
        people.push({ email: key.toUpperCase(), key, state, suppressed, demo });
      }
  people.push({ email: null, key: null, state: "granted", suppressed: null, demo: false });
  people.push({ email: "not an address", key: null, state: "granted", suppressed: null, demo: false });
  return people;
};

const ask = (ctx: Ctx, purpose: Purpose, recipients: PermitRecipient[], refuseDemo = false) =>
  pipelineSql().begin((tx) =>
    requestPermits(tx, { workspaceNo: ctx.workspaceNo, purpose, channel: "email", recipients, refuseDemo }),
  );

describe("send permits", () => {
  useTestDatabase();
  const people = everyKind();
  const everyone = people.map((_, i) => ({ seq: i, contactNo: i + 1 }));
  let ctx: Ctx;
  let neighbour: Ctx;
  beforeAll(async () => {
    ctx = await createWorkspace();
    neighbour = await createWorkspace();
    await addPeople(ctx, people);
    // Same numbers and addresses next door, with the opposite answers.
    await addPeople(
      neighbour,
      people.map((p) => ({ ...p, state: p.state === "granted" ? "denied" : "granted", suppressed: null })),
    );
  });

  it.each(PURPOSES.flatMap((purpose) => [true, false].map((refuseDemo) => ({ purpose, refuseDemo }))))(
    "gives permit and audience statement the same verdict as the rules for $purpose (demo refused: $refuseDemo)",
    async ({ purpose, refuseDemo }) => {
      const want = people.map((p) => expected(p, purpose, refuseDemo));
      const answer = await ask(ctx, purpose, everyone, refuseDemo);
      const got = new Map<number, SkipReason | null>(answer.refusals.map((r) => [r.seq, r.reason]));
      for (const permit of answer.permits) got.set(permit.seq, null);
      expect(everyone.map((r) => got.get(r.seq))).toEqual(want);

      const sql = pipelineSql();
      const { joins, code, reason } = eligibilitySql({ purpose, channel: "email", refuseDemo });
      const audience = await sql<{ code: number | null; reason: string | null }[]>`
        select ${sql.unsafe(code)} as code, ${sql.unsafe(reason)} as reason from contacts c ${sql.unsafe(joins)}
         where c.workspace_no = ${ctx.workspaceNo} order by c.contact_no`;
      expect(audience.map((r) => r.reason)).toEqual(want);
      expect(audience.map((r) => r.code)).toEqual(want.map((w) => (w === null ? null : SKIP_CODES[w])));
    },
  );

  it("carries the address as written and normalised, and the contact for rendering", async () => {
    const { permits } = await ask(ctx, "marketing", everyone);
    const permit = permits[0];
    expect(permit?.address).toEqual({ key: permit?.contact?.emailKey, written: permit?.contact?.email });
    expect(permit?.contact).toMatchObject({ contactNo: permit?.contactNo, workspaceNo: ctx.workspaceNo });
    expect(permit?.contact?.createdAt).toBeInstanceOf(Date);
  });

  it("refuses a contact that does not exist any more", async () => {
    const { permits, refusals } = await ask(ctx, "marketing", [{ seq: 7, contactNo: 99_999 }]);
    expect({ permits, refusals }).toEqual({ permits: [], refusals: [{ seq: 7, reason: "erased" }] });
  });

  it("lets a test message go to a typed address unless that address is suppressed or broken", async () => {
    const suppressed = people.find((p) => p.suppressed === "complaint")?.key ?? "";
    const answer = await ask(ctx, "test", [
      { seq: 1, contactNo: 0, toAddress: "Me@Example.org" },
      { seq: 2, contactNo: 1, toAddress: suppressed.toUpperCase() },
      { seq: 3, contactNo: 1, toAddress: "nobody" },
    ]);
    expect(answer.permits.map((p) => [p.seq, p.address, p.contact])).toEqual([
      [1, { key: "me@example.org", written: "Me@Example.org" }, null],
    ]);
    expect(answer.refusals).toEqual([
      { seq: 2, reason: "suppressed_complaint" },
      { seq: 3, reason: "invalid_address" },
    ]);
  });

  it("never lets anything but a test go to another address than the contact's", async () => {
    await expect(ask(ctx, "marketing", [{ seq: 1, contactNo: 1, toAddress: "x@example.org" }])).rejects.toThrow(
      "Only a test message",
    );
  });

  it("refuses to answer from a snapshot older than its lock", async () => {
    const stale = pipelineSql().begin("isolation level repeatable read", (tx) =>
      requestPermits(tx, {
        workspaceNo: ctx.workspaceNo,
        purpose: "marketing",
        channel: "email",
        recipients: everyone,
      }),
    );
    await expect(stale).rejects.toThrow("READ COMMITTED");
  });
});
