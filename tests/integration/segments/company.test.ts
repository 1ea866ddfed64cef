import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { COMPANY_STANDARD_FIELDS } from "@/contracts/companies";
import { conditionFaults } from "@/contracts/condition-faults";
import type { FieldDefinition } from "@/contracts/contacts";
import { describeCondition } from "@/contracts/describe-condition";
import type { CompanyCondition, Condition } from "@/contracts/documents/condition";
import { conditionSchema } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { operatorsFor } from "@/contracts/operators";
import { vocabularyOf } from "@/contracts/vocabulary";
import { assignCompany, createCompany, createCompanyField } from "@/server/companies";
import { createContact } from "@/server/contacts";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { countCondition, createSegment, evaluateCondition, updateSegment } from "@/server/segments";
import { compileCondition } from "@/server/segments/compile";
import type { EvaluatedCompany } from "@/server/segments/evaluated-contact";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { storePeople } from "./people";
import { NOW, randomFrom } from "./random-rules";

const FIELDS: FieldDefinition[] = [
  ...COMPANY_STANDARD_FIELDS.map(({ key, label, type }) => ({ key, label, type, isStandard: true })),
  { key: "industry", label: "Industry", type: "text", isStandard: false },
  { key: "seats", label: "Seats", type: "number", isStandard: false },
  { key: "since", label: "Since", type: "date", isStandard: false },
  { key: "vip", label: "VIP", type: "boolean", isStandard: false },
];
const companyFields = new Map(FIELDS.map((field) => [field.key, field]));
const TEXTS = ["Bakery", "bakery", "Straße", "12", "", "true", "Acme"];
const DATES = ["2026-11-21", "2026-11-20T10:00:00.000Z", "2026-10-22", "not a date"];

describe("rows about companies", () => {
  useTestDatabase();

  it("match the same people in Postgres and in memory, over random companies and rules", async () => {
    const { workspaceNo } = await createWorkspace();
    const neighbour = await createWorkspace();
    const random = randomFrom(4711);
    const companies: EvaluatedCompany[] = Array.from({ length: 8 }, (_, n) => ({
      id: publicId("company", `00000000-0000-4000-8000-d0000000000${n}`),
      standard: {
        name: random.pick(TEXTS.filter((text) => text !== "")),
        external_id: random.next() < 0.5 ? null : `x${n}`,
        domain: random.next() < 0.5 ? null : `d${n}.example`,
        created_at: new Date("2026-10-22T10:00:00.000Z"),
      },
      attributes: {
        ...(random.next() < 0.8 && { industry: random.pick([...TEXTS, 12, true]) }),
        ...(random.next() < 0.8 && { seats: random.pick([0, 5, 12.5, "5"]) }),
        ...(random.next() < 0.8 && { since: random.pick(DATES) }),
        ...(random.next() < 0.8 && { vip: random.pick([true, false]) }),
      },
    }));
    const people = Array.from({ length: 40 }, () => ({ companies: companies.filter(() => random.next() < 0.2) }));
    for (const ws of [workspaceNo, neighbour.workspaceNo]) {
      await storePeople(
        ws,
        people.map(() => ({})),
      );
      // The neighbour has the same numbers and names, and everybody in everything.
      await storeCompanies(ws, companies, ws === workspaceNo ? people : people.map(() => ({ companies })));
    }
    const scope = { workspaceNo, fields: new Map(), companyFields, now: NOW };
    const operand = (field: FieldDefinition, operator: string) => {
      if (["is_set", "is_not_set", "is_true", "is_false"].includes(operator)) return undefined;
      if (operator.endsWith("last_days")) return random.pick([1, 30, 400]);
      const one = () =>
        field.type === "number"
          ? random.pick([0, 5, 12.5])
          : field.type === "date"
            ? random.pick(["2026-11-21", "2026-10-22"])
            : random.pick(["bakery", "12", "d1.example", "x2", "STRASSE"]);
      if (operator === "in" || operator === "not_in") return [one(), one()];
      return operator === "between" ? [one(), one()].sort((a, b) => (a < b ? -1 : 1)) : one();
    };
    for (let trial = 0; trial < 300; trial += 1) {
      const field = random.pick(FIELDS);
      const operator = random.pick(operatorsFor(field.type));
      const value = operand(field, operator);
      const row: CompanyCondition = {
        kind: "company",
        operator: random.pick(["in", "not_in"] as const),
        ...(random.next() < 0.3 && { companies: [random.pick(companies).id, random.pick(companies).id] }),
        ...(random.next() < 0.8 && {
          where: { field: field.key, operator, ...(value !== undefined && { value }) },
        }),
      };
      const condition: Condition = random.next() < 0.3 ? { kind: "group", op: "none", children: [row] } : row;
      expect(conditionSchema.parse(condition)).toEqual(condition);
      const found = await inPipeline((tx) =>
        tx.execute<{ no: string }>(sql`
          select c.contact_no as no from contacts c
           where c.workspace_no = ${workspaceNo}::int and ${compileCondition(condition, scope)} order by c.contact_no`),
      );
      const nobody = {
        id: "",
        standard: {},
        attributes: {},
        consent: {},
        tags: new Set<string>(),
        segments: new Set<string>(),
        messages: [],
      };
      const expected = people.flatMap((person, index) =>
        evaluateCondition(condition, { ...nobody, ...person }, scope) ? [index + 1] : [],
      );
      expect(
        found.map((one) => Number(one.no)),
        JSON.stringify(condition),
      ).toEqual(expected);
    }
  });

  it("are checked against the company fields there are, and read as a sentence", async () => {
    const ctx = await createWorkspace();
    await createCompanyField(ctx, { key: "seats", label: "Seats", type: "number" });
    const acme = await createCompany(ctx, { name: "Acme", attributes: { seats: 12 } });
    const ada = await createContact(ctx, { email: "ada@example.com" });
    await createContact(ctx, { email: "bob@example.com" });
    await assignCompany(ctx, { companyId: acme.id, contactId: ada.id });
    const big: CompanyCondition = {
      kind: "company",
      operator: "in",
      where: { field: "seats", operator: "greater_or_equal", value: 10 },
    };
    const count = async (condition: CompanyCondition) => (await countCondition(ctx, { condition })).count;
    expect(await count(big)).toBe(1);
    expect(await count({ ...big, operator: "not_in" })).toBe(1);
    expect(await count({ kind: "company", operator: "in", companies: [acme.id] })).toBe(1);
    const segment = await createSegment(ctx, { name: "Big", condition: big });
    expect(segment.summary).toBe("People who belong to a company whose seats is at least 10.");
    await expect(
      createSegment(ctx, { name: "Odd", condition: { ...big, where: { field: "colour", operator: "is_set" } } }),
    ).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    const stranger = await createWorkspace();
    await expect(
      createSegment(stranger, { name: "X", condition: { kind: "company", operator: "in", companies: [acme.id] } }),
    ).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    const named: Condition = { kind: "company", operator: "not_in", companies: [acme.id] };
    const vocabulary = vocabularyOf({ companies: [{ id: acme.id, name: "Acme" }] });
    expect(conditionFaults(named, vocabulary)).toEqual([]);
    expect(describeCondition(named, vocabulary)).toContain("who do not belong to the company “Acme”");
    expect((await updateSegment(ctx, { segmentId: segment.id, name: "Not Acme", condition: named })).summary).toContain(
      "“Acme”",
    );
  });
});

async function storeCompanies(
  workspaceNo: number,
  companies: readonly EvaluatedCompany[],
  people: readonly { companies: readonly EvaluatedCompany[] }[],
): Promise<void> {
  const db = pipelineSql();
  const { parsePublicId } = await import("@/contracts/ids");
  for (const [index, { id, standard, attributes }] of companies.entries())
    await db`insert into companies (workspace_no, company_no, id, name, external_id, domain, attributes, created_at)
      values (${workspaceNo}, ${index + 1}, ${parsePublicId("company", id)}, ${String(standard.name)}, ${standard.external_id ?? null},
              ${standard.domain ?? null}, ${db.json(attributes as never)}, ${standard.created_at ?? new Date()})`;
  const links = people.flatMap((person, no) =>
    person.companies.map((company) => [no + 1, companies.indexOf(company) + 1]),
  );
  await db`insert into contact_companies (workspace_no, contact_no, company_no, source, at)
    select ${workspaceNo}, (r->>0)::bigint, (r->>1)::int, 'member', now() from jsonb_array_elements(${db.json(links)}) r`;
}
