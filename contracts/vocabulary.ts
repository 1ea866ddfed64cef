import type { FieldDefinition } from "./contacts";
import type { Condition, RowCondition } from "./documents/condition";
import { rowsOf } from "./documents/condition";

/** What rules of one workspace can name: fields by key, everything else by public id with the name people see. */
export type Vocabulary = {
  fields: ReadonlyMap<string, FieldDefinition>;
  tags: ReadonlyMap<string, string>;
  segments: ReadonlyMap<string, string>;
  campaigns: ReadonlyMap<string, string>;
  topics: ReadonlyMap<string, string>;
  companies: ReadonlyMap<string, string>;
  /** By key, as `fields`. */
  companyFields: ReadonlyMap<string, FieldDefinition>;
};

/** The same as plain lists, as it travels to the browser. */
export type Named = { id: string; name: string };
export type VocabularyLists = {
  fields: FieldDefinition[];
  tags: Named[];
  segments: Named[];
  campaigns: Named[];
  topics: Named[];
  companies: Named[];
  companyFields: FieldDefinition[];
};

const byId = (list: readonly Named[]) => new Map(list.map(({ id, name }) => [id, name]));

export const vocabularyOf = (lists: Partial<VocabularyLists>): Vocabulary => ({
  fields: new Map((lists.fields ?? []).map((field) => [field.key, field])),
  tags: byId(lists.tags ?? []),
  segments: byId(lists.segments ?? []),
  campaigns: byId(lists.campaigns ?? []),
  topics: byId(lists.topics ?? []),
  companies: byId(lists.companies ?? []),
  companyFields: new Map((lists.companyFields ?? []).map((field) => [field.key, field])),
});

export const NAMED_KINDS = ["field", "tag", "segment", "campaign", "topic", "company"] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

type NamedThing = { kind: NamedKind; id: string };

function namedByRow(row: RowCondition): NamedThing[] {
  switch (row.kind) {
    case "attribute":
      return [{ kind: "field", id: row.field }];
    case "tag":
      return row.tags.map((id) => ({ kind: "tag", id }));
    case "segment":
      return [{ kind: "segment", id: row.segment }];
    case "engagement":
      return row.campaign ? [{ kind: "campaign", id: row.campaign }] : [];
    case "consent":
      return row.topic ? [{ kind: "topic", id: row.topic }] : [];
    case "company":
      return (row.companies ?? []).map((id) => ({ kind: "company", id }));
    case "bucket":
      return [];
  }
}

/** Everything a rule names, each once: what it depends on. */
export function namedIn(condition: Condition): NamedThing[] {
  const found = rowsOf(condition).flatMap(namedByRow);
  return [...new Map(found.map((one) => [`${one.kind} ${one.id}`, one])).values()].filter(({ id }) => id !== "");
}

export const idsIn = (conditions: readonly Condition[], kind: NamedKind): string[] => [
  ...new Set(conditions.flatMap(namedIn).flatMap((one) => (one.kind === kind ? [one.id] : []))),
];
