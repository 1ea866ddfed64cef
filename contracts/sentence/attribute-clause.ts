import type { AttributeType, FieldDefinition } from "../contacts";
import type { Condition, ConditionValue, Operator } from "../documents/condition";
import { OPERATOR_FORMS, operatorForm } from "../operators";
import type { Vocabulary } from "../vocabulary";
import { fieldPhrases } from "./phrases";
import type { Scanner } from "./scanner";
import { takeDate, takeDays, takeList, takeNumber, takeValue } from "./values";

/** Other ways to say the labels of OPERATOR_FORMS. */
const SYNONYMS: readonly [AttributeType, string, Operator][] = [
  ...(["text", "number"] as const).flatMap((type): [AttributeType, string, Operator][] => [
    [type, "=", "equals"],
    [type, "equals", "equals"],
    [type, "is equal to", "equals"],
    [type, "are", "equals"],
    [type, "isn't", "not_equals"],
    [type, "!=", "not_equals"],
    [type, "is any of", "in"],
    [type, "is in", "in"],
    [type, "is not one of", "not_in"],
  ]),
  ["text", "includes", "contains"],
  ["text", "doesn't contain", "not_contains"],
  ["text", "begins with", "starts_with"],
  ["number", ">=", "greater_or_equal"],
  ["number", "<=", "less_or_equal"],
  ["number", ">", "greater_than"],
  ["number", "<", "less_than"],
  ["number", "is over", "greater_than"],
  ["number", "is above", "greater_than"],
  ["number", "over", "greater_than"],
  ["number", "above", "greater_than"],
  ["number", "more than", "greater_than"],
  ["number", "is greater than", "greater_than"],
  ["number", "is under", "less_than"],
  ["number", "is below", "less_than"],
  ["number", "under", "less_than"],
  ["number", "below", "less_than"],
  ["number", "less than", "less_than"],
  ["number", "at least", "greater_or_equal"],
  ["number", "at most", "less_or_equal"],
  ["number", "between", "between"],
  ["date", "on", "equals"],
  ["date", "before", "before"],
  ["date", "after", "after"],
  ["date", "is since", "after"],
  ["date", "between", "between"],
  ["date", "in the last", "within_last_days"],
  ["date", "is in the past", "within_last_days"],
  ["date", "in the past", "within_last_days"],
  ["date", "within the last", "within_last_days"],
  ["date", "is within the last", "within_last_days"],
  ["date", "not in the last", "not_within_last_days"],
  ["boolean", "is yes", "is_true"],
  ["boolean", "is no", "is_false"],
  ["boolean", "is not true", "is_false"],
  ...(["text", "number", "boolean", "date"] as const).flatMap((type): [AttributeType, string, Operator][] => [
    [type, "is known", "is_set"],
    [type, "is set", "is_set"],
    [type, "is unknown", "is_not_set"],
    [type, "is not set", "is_not_set"],
    [type, "is empty", "is_not_set"],
  ]),
];

type Spoken = { phrase: string; operator: Operator };
const SPOKEN: Record<AttributeType, Spoken[]> = { text: [], number: [], boolean: [], date: [] };
// Object.entries forgets the key types of a literal table.
for (const [operator, forms] of Object.entries(OPERATOR_FORMS))
  for (const [type, form] of Object.entries(forms))
    SPOKEN[type as AttributeType].push({ phrase: form.label, operator: operator as Operator });
for (const [type, phrase, operator] of SYNONYMS) SPOKEN[type].push({ phrase, operator });
// The longest first: "is not one of" must not be read as "is not" and a value "one of".
for (const list of Object.values(SPOKEN)) list.sort((a, b) => b.phrase.length - a.phrase.length);

/** "plan is pro", "age is at least 30", "VIP is true", "signed up date is in the last 7 days". */
export function takeAttribute(scan: Scanner, { fields }: Vocabulary, startsClause: () => boolean): Condition | null {
  for (const { field, phrase } of phrasesOf(fields)) {
    const found = scan.attempt(() => (scan.takePhrase(phrase) ? takeComparison(scan, field, startsClause) : null));
    if (found) return found;
  }
  return null;
}

/** How a field may be called: as sentences call it, by label and by key; the longest first. */
function phrasesOf(fields: Vocabulary["fields"]): { field: FieldDefinition; phrase: string }[] {
  const phrases = fieldPhrases(fields);
  return [...fields.values()]
    .flatMap((field) =>
      [...new Set([phrases.get(field.key) ?? field.key, field.label, field.key])].map((phrase) => ({ field, phrase })),
    )
    .filter(({ phrase }) => phrase !== "")
    .sort((a, b) => b.phrase.length - a.phrase.length);
}

function takeComparison(scan: Scanner, field: FieldDefinition, startsClause: () => boolean): Condition | null {
  for (const { phrase, operator } of SPOKEN[field.type]) {
    const found = scan.attempt(() =>
      scan.takePhrase(phrase) ? takeOperand(scan, field, operator, startsClause) : null,
    );
    if (found) return found;
  }
  return null;
}

function takeOperand(
  scan: Scanner,
  field: FieldDefinition,
  operator: Operator,
  startsClause: () => boolean,
): Condition | null {
  const row = (value?: ConditionValue, as: Operator = operator): Condition => ({
    kind: "attribute",
    field: field.key,
    operator: as,
    ...(value !== undefined && { value }),
  });
  const form = operatorForm(operator, field.type);
  if (!form || form.value === "none") return form ? row() : null;
  if (form.value === "days") {
    const days = takeDays(scan);
    return days === null ? null : row(days);
  }
  if (operator === "between") return takeRange(scan, field.type, row);
  const list = takeList(scan, () => takeValue(scan, field.type, startsClause), startsClause);
  if (!list) return null;
  const { values } = list;
  const [first] = values;
  if (form.value === "text_list") return row(values.map(String));
  if (form.value === "number_list") return row(values.map(Number));
  if (values.length === 1) return row(first);
  const several = operator === "equals" ? "in" : operator === "not_equals" ? "not_in" : null;
  // Object.values of a list of one type; a date has no "is one of".
  if (several && operatorForm(several, field.type))
    return row(field.type === "number" ? values.map(Number) : values.map(String), several);
  return { kind: "group", op: "any", children: values.map((value) => row(value)) };
}

function takeRange(scan: Scanner, type: AttributeType, row: (value: ConditionValue) => Condition): Condition | null {
  if (type === "date") {
    const from = takeDate(scan);
    const to = from !== null && scan.take(/and\b|to\b|-/) ? takeDate(scan) : null;
    return from !== null && to !== null ? row([from, to]) : null;
  }
  const low = takeNumber(scan);
  const high = low !== null && scan.take(/and\b|to\b/) ? takeNumber(scan) : null;
  return low !== null && high !== null ? row([low, high]) : null;
}
