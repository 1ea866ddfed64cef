import { describe, expect, it } from "vitest";
import {
  CAMPAIGNS,
  randomCondition,
  randomFrom,
  SEGMENTS,
  TAGS,
  VOCABULARY,
} from "../../tests/integration/segments/random-rules";
import { describeCondition } from "../describe-condition";
import type { Condition } from "../documents/condition";
import { vocabularyOf } from "../vocabulary";
import { readSentence } from "./parse-condition";

const field = (key: string, label: string, type: "text" | "number" | "boolean" | "date", isStandard = false) => ({
  key,
  label,
  type,
  isStandard,
});
const tag = "tag_0000000000000000000001";
const segment = "seg_0000000000000000000001";
const words = vocabularyOf({
  fields: [
    field("country", "Country", "text"),
    field("city", "City", "text"),
    field("plan", "Plan", "text"),
    field("orders", "Orders", "number"),
    field("lifetime_value", "Lifetime value (cents)", "number"),
    field("last_order_at", "Last order", "date"),
    field("gluten_free", "Gluten free", "boolean"),
    field("created_at", "Created", "date", true),
  ],
  tags: [{ id: tag, name: "vip" }],
  segments: [{ id: segment, name: "Big spenders" }],
});
const is = (key: string, operator: string, value?: unknown) => ({
  kind: "attribute",
  field: key,
  operator,
  ...(value !== undefined && { value }),
});
const opened = (op: string, n: number, days: number) => ({
  kind: "engagement",
  action: "opened",
  count: { op, n },
  window: { kind: "last", days },
});
const all = (...children: unknown[]) => ({ kind: "group", op: "all", children });
const any = (...children: unknown[]) => ({ kind: "group", op: "any", children });

describe("a sentence", () => {
  it.each<[string, unknown]>([
    ["plan is pro", is("plan", "equals", "pro")],
    [
      "in Germany or Austria and ordered in the last 30 days",
      all(is("country", "in", ["Germany", "Austria"]), is("last_order_at", "within_last_days", 30)),
    ],
    ["people in Berlin", is("city", "equals", "Berlin")],
    ["People from Germany, Austria or New Zealand", is("country", "in", ["Germany", "Austria", "New Zealand"])],
    ["opened in the last 30 days", opened("at_least", 1, 30)],
    ["who have not opened in two weeks", opened("at_most", 0, 14)],
    ["haven't opened in 14 days", { kind: "group", op: "none", children: [opened("at_least", 1, 14)] }],
    ["opened at least 2 emails in the last week", opened("at_least", 2, 7)],
    ["tagged vip", { kind: "tag", operator: "any", tags: [tag] }],
    ["not tagged VIP", { kind: "tag", operator: "none", tags: [tag] }],
    ["not in segment Big spenders", { kind: "segment", operator: "not_in", segment }],
    [
      "plan is pro or plan is team and orders at least 3",
      any(is("plan", "equals", "pro"), all(is("plan", "equals", "team"), is("orders", "greater_or_equal", 3))),
    ],
    ["plan is pro or team", is("plan", "in", ["pro", "team"])],
    [
      "(plan is pro or in Berlin) and gluten free",
      all(any(is("plan", "equals", "pro"), is("city", "equals", "Berlin")), is("gluten_free", "is_true")),
    ],
    ["lifetime value (cents) is more than 5,000", is("lifetime_value", "greater_than", 5000)],
    ["joined after 1 March 2026", is("created_at", "after", "2026-03-01")],
    [
      "in Germany without email consent",
      all(is("country", "equals", "Germany"), {
        kind: "group",
        op: "none",
        children: [{ kind: "consent", channel: "email", state: "granted" }],
      }),
    ],
    ["in a 10 % sample", { kind: "bucket", salt: "sample", from: 0, to: 1000 }],
    [
      "in Germany except tagged vip",
      all(is("country", "equals", "Germany"), {
        kind: "group",
        op: "none",
        children: [{ kind: "tag", operator: "any", tags: [tag] }],
      }),
    ],
    ["Everybody.", all()],
  ])("%s", (text, condition) => {
    expect(readSentence(text, words)).toEqual({ condition, unknown: [] });
  });

  it.each<[string, string[], unknown]>([
    ["plan is pro and likes cheese", ["likes cheese"], is("plan", "equals", "pro")],
    ["tagged unicorn or plan is pro", ["tagged unicorn"], is("plan", "equals", "pro")],
    ["not in segment Nowhere and orders at least 1", ["not in segment Nowhere"], is("orders", "greater_or_equal", 1)],
    [
      "ordered at least twice in the last 30 days",
      ["at least twice in the last 30 days"],
      is("last_order_at", "is_set"),
    ],
    ["complete nonsense", ["complete nonsense"], null],
    ["", [], null],
  ])("%s names what it does not know", (text, unknown, condition) => {
    const read = readSentence(text, words);
    expect(read.unknown.map((part) => part.text)).toEqual(unknown);
    for (const part of read.unknown) expect(text.slice(part.at).startsWith(part.text)).toBe(true);
    expect(read.condition).toEqual(condition);
  });

  it("never hangs and never throws, whatever is typed", () => {
    const random = randomFrom(11);
    const pieces = [
      "plan is",
      "pro",
      "or",
      "and",
      ",",
      "(",
      ")",
      "not",
      "in",
      "“",
      "”",
      "tagged",
      "who",
      "12",
      "the last",
      "days",
      "\\",
      "opened",
    ];
    for (let n = 0; n < 400; n += 1)
      readSentence(Array.from({ length: random.below(30) }, () => random.pick(pieces)).join(" "), words);
    expect(readSentence(Array(200).fill("plan is a or").join(" "), words).condition).not.toBeNull();
  });
});

describe("writing a rule and reading it back", () => {
  const seed = Number(process.env.PARITY_SEED ?? Math.floor(Math.random() * 2 ** 31));

  it(`gives the same rule, for any rule (PARITY_SEED=${seed})`, () => {
    const random = randomFrom(seed);
    expect([TAGS.length, SEGMENTS.length, CAMPAIGNS.length].every((n) => n > 1)).toBe(true);
    for (let n = 0; n < 1500; n += 1) {
      const rule = randomCondition(random);
      const sentence = describeCondition(rule, VOCABULARY, { full: true });
      const read = readSentence(sentence, VOCABULARY);
      expect({ sentence, unknown: read.unknown }).toEqual({ sentence, unknown: [] });
      expect({ sentence, rule: read.condition && simplest(read.condition) }).toEqual({
        sentence,
        rule: simplest(rule),
      });
    }
  });
});

/** The same meaning in one shape: brackets around a single thing mean nothing, nor does one tag's "all". */
function simplest(rule: Condition): Condition {
  if (rule.kind === "tag" && rule.operator === "all" && rule.tags.length === 1) return { ...rule, operator: "any" };
  if (rule.kind === "attribute" && Object.is(rule.value, -0)) return { ...rule, value: 0 };
  if (rule.kind !== "group") return rule;
  const children = rule.children.map(simplest);
  const [only] = children;
  if (rule.op !== "none") return children.length === 1 && only ? only : { ...rule, children };
  if (children.length === 0) return { ...rule, op: "all", children };
  const inner = children.length === 1 && only?.kind === "group" && only.op === "any" ? only.children : children;
  return inner.length === 0 ? { ...rule, op: "all", children: [] } : { ...rule, children: inner };
}
