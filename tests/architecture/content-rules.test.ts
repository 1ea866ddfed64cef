import { describe, expect, it } from "vitest";
import type { AttributeType } from "@/contracts/contacts";
import type { ConditionValue } from "@/contracts/documents/condition";
import { CONTENT_OPERATORS, type ContentRuleRow, contentRuleSchema } from "@/contracts/documents/content-rule";
import { compileLiquid } from "@/server/content/liquid-program";
import { ruleLiquid } from "@/server/content/rules/content-rule";
import { OPERATOR_RULES } from "@/server/segments/operators";

const TEXTS = [
  "gold",
  "GOLD",
  "Gold plan",
  "İstanbul",
  "ΟΔΟΣ",
  "οδος",
  "a\"b'c\\d",
  "100 %} {{ x }}",
  "été",
  "e\u0301te\u0301",
];
const OPERANDS: Record<AttributeType, ConditionValue[]> = {
  text: [undefined, ...TEXTS, ["gold", "été"], ["a\"b'c\\d"]],
  number: [undefined, 0, -3, 2.5, 1e21, 7, [0, 7], [-3, 2.5], [2.5, 7]],
  boolean: [undefined],
  date: [undefined, "2026-02-28", "2024-02-29", "2026-02-28T10:00:00Z", ["2026-01-01", "2026-02-28"]],
};
const VALUES = [
  null,
  "",
  " ",
  ...TEXTS,
  "2026-02-28",
  "2026-02-28T09:59:59.500Z",
  "2026-02-28T10:00:00Z",
  "2026-02-28T10:00:01.000Z",
  "2026-03-01",
  "1999-12-31",
  "28.02.2026",
  "7",
  0,
  -3,
  2.5,
  7,
  1e21,
  true,
  false,
];
const settings = { timeZone: "UTC", locale: "en", currency: "EUR" };

describe("a condition in an e-mail", () => {
  it("gives every value of every type the answer a segment gives", () => {
    let asked = 0;
    for (const type of ["text", "number", "boolean", "date"] as const)
      for (const operator of CONTENT_OPERATORS)
        for (const value of OPERANDS[type]) {
          const row: ContentRuleRow = { field: "contact.x", type, operator, value };
          const rule = OPERATOR_RULES[operator][type];
          if (!rule || !contentRuleSchema.safeParse({ op: "all", rows: [row] }).success) continue;
          const program = compileLiquid(
            `${ruleLiquid({ op: "all", rows: [row] }, "r")}yes{% else %}no{% endif %}`,
            "html",
            settings,
          );
          for (const x of VALUES) {
            const ours = program.render({ contact: { x } }, new Set()) === "yes";
            const theirs = rule.test(x ?? undefined, value, new Date());
            expect(ours, `${JSON.stringify(x)} ${type} ${operator} ${JSON.stringify(value)}`).toBe(theirs);
            asked += 1;
          }
        }
    expect(asked).toBeGreaterThan(2500);
  });

  it("joins its rows by all or any, whatever their number", () => {
    const answer = (op: "all" | "any", values: boolean[]) => {
      const rows = values.map((_, no) => ({ field: `contact.f${no}`, type: "boolean", operator: "is_true" }) as const);
      const contact = Object.fromEntries(values.map((value, no) => [`f${no}`, value]));
      const source = `${ruleLiquid({ op, rows: [...rows] }, "r")}yes{% endif %}`;
      return compileLiquid(source, "html", settings).render({ contact }, new Set()) === "yes";
    };
    for (let bits = 0; bits < 16; bits += 1)
      for (let count = 1; count <= 4; count += 1) {
        const values = Array.from({ length: count }, (_, no) => (bits & (1 << no)) !== 0);
        expect(answer("all", values)).toBe(values.every(Boolean));
        expect(answer("any", values)).toBe(values.some(Boolean));
      }
  });
});
