import type {
  AttributeCondition,
  BucketCondition,
  CompanyCondition,
  Condition,
  ConsentCondition,
  EngagementCondition,
  EngagementWindow,
  TagCondition,
} from "./documents/condition";
import { BUCKETS } from "./documents/condition";
import { operatorForm } from "./operators";
import {
  ACTION_PHRASES,
  CHANNEL_WORDS,
  CONSENT_PHRASES,
  datePhrase,
  fieldPhrases,
  listPhrase,
  nameOf,
  numberPhrase,
  quoted,
  scalarPhrase,
} from "./sentence/phrases";
import type { Vocabulary } from "./vocabulary";

type Manner = {
  /** Every value of a long list, so that the sentence can be read back (sentence/parse-condition.ts). */
  full?: boolean;
};
const SHOWN_VALUES = 5;

/** The rule as one sentence: "People whose plan is “pro” and whose age is at least 30." Unfinished rows read "…". */
export function describeCondition(condition: Condition, vocabulary: Vocabulary, manner: Manner = {}): string {
  if (condition.kind === "group" && condition.children.length === 0)
    return condition.op === "any" ? "Nobody: no rule is given." : "Everybody.";
  return `People ${phrase(condition, vocabulary, manner, false)}.`;
}

function phrase(condition: Condition, vocabulary: Vocabulary, manner: Manner, nested: boolean): string {
  switch (condition.kind) {
    case "attribute":
      return attributePhrase(condition, vocabulary, manner);
    case "consent":
      return consentPhrase(condition, vocabulary);
    case "tag":
      return tagPhrase(condition, vocabulary);
    case "segment":
      return `who are ${condition.operator === "in" ? "" : "not "}in the segment ${nameOf(vocabulary.segments, condition.segment)}`;
    case "engagement":
      return engagementPhrase(condition, vocabulary);
    case "company":
      return companyPhrase(condition, vocabulary, manner);
    case "bucket":
      return bucketPhrase(condition);
    case "group": {
      if (condition.children.length === 0) return condition.op === "any" ? "who cannot exist" : "of any kind";
      const parts = condition.children.map((child) => phrase(child, vocabulary, manner, true));
      if (condition.op === "none") return `who are not people ${wrap(listPhrase(parts, "or"), parts.length > 1)}`;
      return wrap(listPhrase(parts, condition.op === "all" ? "and" : "or"), nested && parts.length > 1);
    }
  }
}

const wrap = (text: string, needed: boolean): string => (needed ? `(${text})` : text);

function consentPhrase({ channel, topic, state }: ConsentCondition, vocabulary: Vocabulary): string {
  const about = topic ? nameOf(vocabulary.topics, topic) : "marketing";
  return CONSENT_PHRASES[state].replace("{what}", () => `${about} ${CHANNEL_WORDS[channel]}`);
}

function tagPhrase({ operator, tags }: TagCondition, vocabulary: Vocabulary): string {
  const names = tags.map((tag) => nameOf(vocabulary.tags, tag));
  const list = names.length === 0 ? "…" : listPhrase(names, operator === "all" ? "and" : "or");
  return `who are ${operator === "none" ? "not " : ""}tagged ${list}`;
}

function companyPhrase(
  { operator, companies, where }: CompanyCondition,
  vocabulary: Vocabulary,
  manner: Manner,
): string {
  const names = (companies ?? []).map((id) => nameOf(vocabulary.companies, id));
  const what =
    names.length > 0 ? `the company ${listPhrase(names, "or")}` : operator === "in" ? "a company" : "any company";
  const row = where ? { kind: "attribute" as const, ...where } : null;
  const about = row ? ` ${attributePhrase(row, { ...vocabulary, fields: vocabulary.companyFields }, manner)}` : "";
  return `who ${operator === "in" ? "belong" : "do not belong"} to ${what}${about}`;
}

function engagementPhrase(row: EngagementCondition, vocabulary: Vocabulary): string {
  const { op, n } = row.count;
  const mails = `${numberPhrase(n)} ${n === 1 ? "e-mail" : "e-mails"}`;
  const some =
    op === "at_least" && n === 1 ? "an e-mail" : op === "at_least" ? `at least ${mails}` : `at most ${mails}`;
  return [
    ACTION_PHRASES[row.action],
    op === "at_most" && n === 0 ? "no e-mail" : some,
    ...(row.campaign ? [`of the campaign ${nameOf(vocabulary.campaigns, row.campaign)}`] : []),
    ...(row.url === undefined ? [] : [`by a link with ${row.url === "" ? "…" : quoted(row.url)}`]),
    ...windowPhrase(row.window),
    ...(row.machines ? ["counting machines"] : []),
  ].join(" ");
}

function windowPhrase(window: EngagementWindow): string[] {
  switch (window.kind) {
    case "ever":
      return [];
    case "last":
      return [`in the last ${numberPhrase(window.days)} ${window.days === 1 ? "day" : "days"}`];
    case "last_minutes":
      return [`in the last ${numberPhrase(window.minutes)} ${window.minutes === 1 ? "minute" : "minutes"}`];
    case "between":
      return [`between ${datePhrase(window.from)} and ${datePhrase(window.to)}`];
  }
}

const percent = (buckets: number): string => `${numberPhrase((buckets * 100) / BUCKETS)} %`;
const bucketPhrase = ({ salt, from, to }: BucketCondition): string =>
  `who are in the sample ${salt ? quoted(salt) : "…"} from ${percent(from)} to ${percent(to)}`;

function attributePhrase(row: AttributeCondition, { fields }: Vocabulary, manner: Manner): string {
  const field = fields.get(row.field);
  if (!field) return row.field ? `whose ${row.field} (unknown field) …` : "whose …";
  const name = fieldPhrases(fields).get(field.key) ?? field.key;
  const form = operatorForm(row.operator, field.type);
  if (!form) return `whose ${name} …`;
  const { value, operator } = row;
  if (form.value === "none") return `whose ${name} ${form.label}`;
  return `whose ${name} ${form.label} ${valuePhrase()}`;

  function valuePhrase(): string {
    const say = (one: unknown) => scalarPhrase(one, field?.type ?? "text");
    if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "…";
    if (form?.value === "days") return `${say(value)} ${value === 1 ? "day" : "days"}`;
    if (operator === "between" && Array.isArray(value)) return `${say(value[0])} and ${say(value[1])}`;
    if (!Array.isArray(value)) return say(value);
    const shown = (manner.full ? value : value.slice(0, SHOWN_VALUES)).map(say);
    return listPhrase(shown.length < value.length ? [...shown, `${value.length - shown.length} more`] : shown, "or");
  }
}
