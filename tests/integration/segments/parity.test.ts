import { PgDialect } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { conditionFaults } from "@/contracts/condition-faults";
import { type Condition, ENGAGEMENT_ACTIONS } from "@/contracts/documents/condition";
import { fieldMap } from "@/contracts/operators";
import { inPipeline } from "@/server/platform/db";
import { evaluateCondition } from "@/server/segments";
import { OPERATOR_RULES } from "@/server/segments/operators";
import { matchingSql } from "@/server/segments/pipeline";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";
import { FIELDS, NOW, randomCondition, randomContact, randomFrom, VOCABULARY } from "./random-rules";

describe("conditions in SQL and in memory", () => {
  useTestDatabase();

  const seed = Number(process.env.PARITY_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const PEOPLE = 300;
  const RULES = 500;
  /** Rare pairs of operator and type may need more draws than usual; a pair the generator cannot make never comes. */
  const MOST_RULES = 10_000;

  it(`matches the same people in Postgres and in memory, whatever they and the rules contain (PARITY_SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const fields = fieldMap(FIELDS);
    const [ctx, stranger] = [await createWorkspace(), await createWorkspace()];
    const people = Array.from({ length: PEOPLE }, (_, index) => {
      const person = randomContact(random);
      // Unique by index; the columns themselves are compared with hostile texts all the same.
      const { external_id: id } = person.standard;
      return { ...person, standard: { ...person.standard, external_id: id ? `${id}${index}` : null } };
    });
    await storePeople(ctx.workspaceNo, people);
    await storePeople(
      stranger.workspaceNo,
      people.slice(0, 20).map((person, index) => ({ ...person, consent: {}, tags: people[index + 1]?.tags })),
    );
    const scope = { workspaceNo: ctx.workspaceNo, fields, now: NOW };
    const used = new Set<string>();
    const missing = () => OPERATOR_NAMES.filter((name) => !used.has(name));
    let [rules, compared, matched] = [0, 0, 0];
    while (rules < RULES || (missing().length > 0 && rules < MOST_RULES)) {
      rules += 1;
      const condition = randomCondition(random);
      if (rules > RULES && !namesOf(condition).some((name) => missing().includes(name))) continue;
      expect(conditionFaults(condition, VOCABULARY)).toEqual([]);
      for (const name of namesOf(condition)) used.add(name);
      const rows = await inPipeline((tx) => tx.execute<{ contact_no: string }>(matchingSql(condition, scope)));
      const inPostgres = new Set(rows.map((row) => Number(row.contact_no)));
      const different = people.flatMap((person, index) =>
        evaluateCondition(condition, person, scope) === inPostgres.has(index + 1) ? [] : [{ no: index + 1, person }],
      );
      expect({ seed, condition, different }).toEqual({ seed, condition, different: [] });
      compared += 1;
      matched += inPostgres.size;
    }
    // The rules must not all be trivial, and every operator must have had its turn on every type.
    expect(matched / (PEOPLE * compared)).toBeGreaterThan(0.1);
    expect(matched / (PEOPLE * compared)).toBeLessThan(0.9);
    expect(missing()).toEqual([]);
  });

  it("puts no value and no custom key of a rule into the text of the statement", () => {
    const random = randomFrom(7);
    for (let n = 0; n < 300; n += 1) {
      const condition = randomCondition(random);
      const { sql } = new PgDialect().sqlToQuery(
        matchingSql(condition, { workspaceNo: 4711, fields: fieldMap(FIELDS), now: NOW }),
      );
      expect(sql).not.toMatch(/drop table|odd|4711|stra|2024|istanbul|plan|birthday/i);
    }
  });
});

const OPERATOR_NAMES = [
  ...Object.entries(OPERATOR_RULES).flatMap(([operator, types]) =>
    Object.keys(types).map((type) => `${operator} ${type}`),
  ),
  ...["consent", "segment in", "segment not_in", "tag any", "tag all", "tag none", "bucket"],
  ...ENGAGEMENT_ACTIONS.flatMap((action) => [`${action} at_least`, `${action} at_most`]),
];

/** Every operator a condition uses, with the type of value it is used on, as OPERATOR_NAMES spells them. */
function namesOf(condition: Condition): string[] {
  switch (condition.kind) {
    case "group":
      return condition.children.flatMap(namesOf);
    case "tag":
    case "segment":
      return [`${condition.kind} ${condition.operator}`];
    case "engagement":
      return [`${condition.action} ${condition.count.op}`];
    case "attribute":
      return [`${condition.operator} ${FIELDS.find((field) => field.key === condition.field)?.type}`];
    default:
      return [condition.kind];
  }
}
