import { describe, expect, it } from "vitest";
import { type Condition, rowsOf } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { fieldMap } from "@/contracts/operators";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { evaluateCondition, explainCondition, nearMissesOf, reachOfCondition } from "@/server/segments";
import { loadEvaluatedContact } from "@/server/segments/load-contact";
import { findNearMisses } from "@/server/segments/near-misses";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";
import { FIELDS, NOW, randomCondition, randomContact, randomFrom } from "./random-rules";

const PEOPLE = 150;

/** The rule with one row, by place, turned into its opposite. */
function withFlipped(condition: Condition, place: number): Condition {
  let next = 0;
  const walk = (node: Condition): Condition => {
    if (node.kind === "group") return { ...node, children: node.children.map(walk) };
    next += 1;
    return next - 1 === place ? { kind: "group", op: "none", children: [node] } : node;
  };
  return walk(condition);
}

describe("near misses", () => {
  useTestDatabase();
  const seed = Number(process.env.PARITY_SEED ?? Math.floor(Math.random() * 2 ** 31));

  it(`are exactly the people one flipped row would bring in, with those rows (PARITY_SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const ctx = await createWorkspace();
    const people = Array.from({ length: PEOPLE }, (_, index) => {
      const person = randomContact(random);
      return { ...person, standard: { ...person.standard, external_id: `x${index}` } };
    });
    await storePeople(ctx.workspaceNo, people);
    const scope = { workspaceNo: ctx.workspaceNo, fields: fieldMap(FIELDS), now: NOW };
    let seen = 0;
    for (let n = 0; n < 60; n += 1) {
      const condition = randomCondition(random);
      const rows = rowsOf(condition);
      const expected = new Map(
        people.flatMap((person, index) => {
          if (evaluateCondition(condition, person, scope)) return [];
          const decisive = rows.flatMap((_, at) =>
            evaluateCondition(withFlipped(condition, at), person, scope) ? [at] : [],
          );
          return decisive.length > 0 ? [[index + 1, decisive] as const] : [];
        }),
      );
      const from = random.below(PEOPLE);
      const found = await findNearMisses(condition, scope, { limit: 20, from });
      for (const miss of found)
        expect({ seed, condition, no: miss.contactNo, rows: miss.rows }).toEqual({
          seed,
          condition,
          no: miss.contactNo,
          rows: expected.get(miss.contactNo),
        });
      expect({ seed, condition, found: found.length }).toEqual({ seed, condition, found: Math.min(20, expected.size) });
      expect(new Set(found.map((miss) => miss.contactNo)).size).toBe(found.length);
      seen += found.length;
    }
    expect(seen).toBeGreaterThan(50);
  });

  it("read one contact from the database as the rules do: explaining agrees with counting", async () => {
    const random = randomFrom(seed);
    const ctx = await createWorkspace();
    const people = Array.from({ length: 40 }, (_, index) => {
      const person = randomContact(random);
      return { ...person, standard: { ...person.standard, external_id: `x${index}` } };
    });
    await storePeople(ctx.workspaceNo, people);
    await pipelineSql()`insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no)
      select workspace_no, run_no, batch_no, seq, contact_no from deliveries where workspace_no = ${ctx.workspaceNo}`;
    const scope = { workspaceNo: ctx.workspaceNo, fields: fieldMap(FIELDS), now: NOW };
    for (const person of people) {
      const loaded = await inWorkspace(ctx.workspaceNo, (tx) => loadEvaluatedContact(tx, ctx.workspaceNo, person.id));
      for (let n = 0; n < 40; n += 1) {
        const condition = randomCondition(random);
        expect({ seed, condition, holds: evaluateCondition(condition, loaded, scope) }).toEqual({
          seed,
          condition,
          holds: evaluateCondition(condition, person, scope),
        });
      }
    }
  });

  it("say which row and what it saw, and the panel's numbers are counts of people", async () => {
    const ctx = await createWorkspace();
    await storePeople(ctx.workspaceNo, [
      { standard: { first_name: "Ada", email: "ada@example.com" }, consent: { email: "granted" } },
      { standard: { first_name: "Alan", email: "alan@example.com" }, consent: { email: "denied" } },
      { standard: { first_name: "Grace", email: "grace@example.com" }, consent: { email: "granted" } },
    ]);
    await pipelineSql()`update contacts set email_key = email where workspace_no = ${ctx.workspaceNo}`;
    const starts = (value: string): Condition => ({
      kind: "attribute",
      field: "first_name",
      operator: "starts_with",
      value,
    });
    const condition: Condition = {
      kind: "group",
      op: "all",
      children: [starts("A"), { kind: "consent", channel: "email", state: "granted" }],
    };
    const misses = await nearMissesOf(ctx, { condition });
    expect(misses.map((miss) => [miss.person.name, miss.rows])).toEqual([
      ["Alan", [{ at: 1, sentence: "People who agreed to marketing e-mail.", saw: "refused" }]],
      ["Grace", [{ at: 0, sentence: "People whose first name starts with “A”.", saw: "Grace" }]],
    ]);
    expect(await reachOfCondition(ctx, { condition: starts("A") })).toEqual({
      count: 2,
      reachable: [{ channel: "email", count: 1 }],
      change: null,
    });
    const [grace] =
      await pipelineSql()`select id from contacts where workspace_no = ${ctx.workspaceNo} and contact_no = 3`;
    expect(await explainCondition(ctx, { condition, contactId: publicId("contact", grace?.id) })).toMatchObject({
      holds: false,
      rule: {
        kind: "group",
        holds: false,
        children: [
          { holds: false, saw: "Grace" },
          { holds: true, saw: "given" },
        ],
      },
    });
  });
});
