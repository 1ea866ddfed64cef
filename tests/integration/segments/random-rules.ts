import type { AttributeType, FieldDefinition } from "@/contracts/contacts";
import { STANDARD_FIELDS } from "@/contracts/contacts";
import {
  type Condition,
  type ConditionValue,
  ENGAGEMENT_ACTIONS,
  type EngagementWindow,
  type RowCondition,
} from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { operatorForm, operatorsFor, type ValueKind } from "@/contracts/operators";
import { vocabularyOf } from "@/contracts/vocabulary";
import type { EvaluatedContact } from "@/server/segments";

/** Deterministic randomness (mulberry32): the same seed gives the same people and rules. */
export function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  return { next, below, pick };
}
export type Random = ReturnType<typeof randomFrom>;

const custom = (key: string, type: AttributeType): FieldDefinition => ({ key, label: key, type, isStandard: false });
/** `email` as a custom key must not shadow the column; hostile keys cannot be created, but are only parameters anyway. */
export const FIELDS: FieldDefinition[] = [
  custom("plan", "text"),
  custom("city", "text"),
  custom("spend", "number"),
  custom("age", "number"),
  custom("vip", "boolean"),
  custom("signup", "date"),
  custom("birthday", "date"),
  custom('it\'s "odd" \\ ? $1 :x', "text"),
  ...STANDARD_FIELDS.map(({ key, label, type }) => ({ key, label, type, isStandard: true })),
];

export const NOW = new Date("2026-11-21T10:00:00.400Z");
const things = (kind: "tag" | "segment" | "campaign", names: readonly string[], digit: string) =>
  names.map((name, index) => ({
    id: publicId(kind, `00000000-0000-4000-8000-${digit.repeat(11)}${index}`),
    name,
  }));
export const TAGS = things("tag", ["VIP", "café", "a “b” and c", "VIP ", "new\\”"], "a");
export const SEGMENTS = things("segment", ["Buyers", "Berlin or Bonn", "Berlin or Bonn"], "b");
export const CAMPAIGNS = things("campaign", ["Spring", "Spring in the last 3 days"], "c");
/** What random rules can name. */
export const VOCABULARY = vocabularyOf({ fields: FIELDS, tags: TAGS, segments: SEGMENTS, campaigns: CAMPAIGNS });
const LINKS = ["https://shop.example/rye", "https://SHOP.example/İst?x=100%", "https://blog.example/", "ÉCOLE"];

const TEXTS = [
  ...["pro", "Pro", "PRO", "free", "", " ", "  pro ", "İstanbul", "istanbul", "i̇stanbul", "ISTANBUL", "ıstanbul"],
  ...["straße", "STRASSE", "Straẞe", "é", "e\u0301", "É", "ΟΔΟΣ", "οδος", "οδοσ", "K", "k", "ſ", "s", "S"],
  ...["👩‍🚀", "👩", "%", "_", "pro%", "\\", "'; drop table contacts; --", '"', "{", "}", '{"a":1}', "[1]", ","],
  ...["true", "false", "null", "NULL", "12", "-3", "0.1", "1e3", "2026-01-01", "2026-01-01T00:00:00.000Z", "\u00a0"],
  ...["\u200f\u202e", "\ufeffpro", "a\u0000".slice(0, 1), "\uffff", "\u{10ffff}", "꟎", "\u{16ea0}", "Ⴀ", "ⴀ", "ǅ"],
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  12,
  0.1,
  0.2,
  0.1 + 0.2,
  0.3,
  1e21,
  1e-7,
  5e-324,
  1.7976931348623157e308,
  2 ** 53,
  -3.5,
  30,
];
const DAYS = [
  "2026-11-21",
  "2026-11-20",
  "2026-10-22",
  "2026-01-01",
  "1970-01-01",
  "2024-02-29",
  "9999-12-31",
  "0001-01-01",
];
const TIMES = ["T00:00:00Z", "T10:00:00Z", "T10:00:01Z", "T09:59Z", "T23:59:59.000Z"];
const STORED_DATES = [
  ...DAYS.flatMap((day) => [
    day,
    `${day}T00:00:00.000Z`,
    `${day}T10:00:00.000Z`,
    `${day}T10:00:00.401Z`,
    `${day}T23:59:59.999Z`,
  ]),
  ...[
    "2026-02-31",
    "not a date",
    "2026",
    "----------",
    "2026-1-1",
    "9ber-fü-ll",
    "20260101",
    "é026-01-01",
    "now",
    "infinity",
  ],
];

const anything = (random: Random): unknown =>
  random.pick<() => unknown>([
    () => random.pick(TEXTS),
    () => random.pick(NUMBERS),
    () => random.pick([true, false]),
    () => random.pick(STORED_DATES),
    () => null,
    () => [random.pick(TEXTS)],
    () => ({ a: random.pick(NUMBERS) }),
  ])();

function storedValue(random: Random, type: AttributeType): unknown {
  if (random.next() < 0.2) return anything(random);
  if (type === "text") return random.pick(TEXTS);
  if (type === "number") return random.pick(NUMBERS);
  if (type === "boolean") return random.pick([true, false]);
  return random.pick(STORED_DATES);
}

export function randomContact(random: Random): EvaluatedContact {
  const attributes: Record<string, unknown> = {};
  for (const field of FIELDS)
    if (!field.isStandard && random.next() < 0.75) attributes[field.key] = storedValue(random, field.type);
  attributes.email = "shadow@example.com";
  const text = () => (random.next() < 0.3 ? null : random.pick(TEXTS));
  const when = () =>
    new Date(
      `${random.pick(["2026-11-21", "2026-10-22", "2020-01-01"])}T10:00:00.${random.pick(["000", "400", "999"])}Z`,
    );
  const consent = random.pick(["granted", "denied", "pending", "none"] as const);
  const sms = random.pick(["granted", "denied", "none"] as const);
  const some = <T>(items: readonly T[]): Set<T> => new Set(items.filter(() => random.next() < 0.4));
  return {
    id: randomUuid(random),
    tags: some(TAGS.map((tag) => tag.id)),
    segments: some(SEGMENTS.map((segment) => segment.id)),
    messages: Array.from({ length: random.below(5) }, () => randomMessage(random)),
    standard: {
      email: text(),
      first_name: text(),
      last_name: text(),
      phone: text(),
      external_id: text(),
      time_zone: text(),
      locale: text(),
      created_at: when(),
      last_active_at: random.next() < 0.4 ? null : when(),
    },
    attributes,
    consent: { ...(consent !== "none" && { email: consent }), ...(sms !== "none" && { sms }) },
  };
}

const HAPPENED = [
  ...["2026-11-21T10:00:00.000Z", "2026-11-21T10:00:00.999Z", "2026-11-21T10:00:01.000Z", "2026-11-21T09:00:00.000Z"],
  ...["2026-11-20T10:00:00.000Z", "2026-11-20T09:59:59.999Z", "2026-10-22T10:00:00.000Z", "2020-01-01T00:00:00.000Z"],
];
const moment = (random: Random): Date => new Date(random.pick(HAPPENED));

function randomUuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function randomMessage(random: Random): EvaluatedContact["messages"][number] {
  return {
    campaign: random.pick([...CAMPAIGNS.map((campaign) => campaign.id), null]),
    acceptedAt: random.next() < 0.8 ? [moment(random)] : [],
    bouncedAt: Array.from({ length: random.next() < 0.3 ? 1 + random.below(2) : 0 }, () => moment(random)),
    hits: Array.from({ length: random.below(4) }, () => {
      const kind = random.pick(["open", "click"] as const);
      return {
        kind,
        at: moment(random),
        human: random.next() < 0.6,
        url: kind === "click" && random.next() < 0.9 ? random.pick(LINKS) : null,
      };
    }),
  };
}

const dateOperand = (random: Random): string => random.pick(DAYS) + (random.next() < 0.4 ? random.pick(TIMES) : "");
const textOperand = (random: Random): string => random.pick(TEXTS.filter((text) => text.trim() !== ""));
const several = <T>(random: Random, one: () => T): T[] => Array.from({ length: 1 + random.below(4) }, one);

function operandOf(random: Random, kind: ValueKind): ConditionValue {
  switch (kind) {
    case "none":
      return undefined;
    case "text":
      return textOperand(random);
    case "text_list":
      return several(random, () => textOperand(random));
    case "number":
      return random.pick(NUMBERS);
    case "number_list":
      return several(random, () => random.pick(NUMBERS));
    case "number_range":
      return [random.pick(NUMBERS), random.pick(NUMBERS)].sort((a, b) => a - b);
    case "date":
      return dateOperand(random);
    case "date_range":
      return [dateOperand(random), dateOperand(random)].sort();
    case "days":
      return random.pick([1, 2, 30, 365, 3650]);
  }
}

export function randomCondition(random: Random, depth = 3): Condition {
  if (depth > 0 && random.next() < 0.55)
    return {
      kind: "group",
      op: random.pick(["all", "any", "none"] as const),
      children: Array.from({ length: random.below(4) }, () => randomCondition(random, depth - 1)),
    };
  return randomRow(random);
}

function randomRow(random: Random): RowCondition {
  const roll = random.next();
  if (roll < 0.08)
    return {
      kind: "consent",
      channel: random.pick(["email", "sms"] as const),
      state: random.pick(["granted", "denied", "pending", "none"] as const),
    };
  if (roll < 0.18)
    return {
      kind: "tag",
      operator: random.pick(["any", "all", "none"] as const),
      tags: [...new Set(several(random, () => random.pick(TAGS).id))],
    };
  if (roll < 0.26)
    return { kind: "segment", operator: random.pick(["in", "not_in"] as const), segment: random.pick(SEGMENTS).id };
  if (roll < 0.48) return randomEngagement(random);
  if (roll < 0.53) {
    const ends = [random.below(10_000), 1 + random.below(10_000)].sort((a, b) => a - b);
    const [from = 0, to = 1] = ends;
    return { kind: "bucket", salt: random.pick(["summer", "“x” from 0 %", "é"]), from, to: Math.max(to, from + 1) };
  }
  const field = random.pick(FIELDS);
  const operator = random.pick(operatorsFor(field.type));
  const kind = operatorForm(operator, field.type)?.value ?? "none";
  const value = operandOf(random, kind);
  return { kind: "attribute", field: field.key, operator, ...(value !== undefined && { value }) };
}

function randomEngagement(random: Random): RowCondition {
  const action = random.pick(ENGAGEMENT_ACTIONS);
  const op = random.pick(["at_least", "at_most"] as const);
  const [from = "", to = ""] = [random.pick(DAYS), random.pick(DAYS)].sort();
  const window = random.pick<EngagementWindow>([
    { kind: "ever" },
    { kind: "last", days: random.pick([1, 30, 3650]) },
    { kind: "last_minutes", minutes: random.pick([1, 60, 1440]) },
    { kind: "between", from, to },
  ]);
  return {
    kind: "engagement",
    action,
    count: { op, n: random.pick(op === "at_least" ? [1, 1, 2, 3] : [0, 0, 1, 2]) },
    window,
    ...(random.next() < 0.4 && { campaign: random.pick(CAMPAIGNS).id }),
    ...(action === "clicked" &&
      random.next() < 0.5 && { url: random.pick(["shop.EXAMPLE", "%", "école", "i̇st", "nowhere"]) }),
    ...(random.next() < 0.3 && { machines: true }),
  };
}
