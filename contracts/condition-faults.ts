import type { AttributeCondition, BucketCondition, Condition, EngagementCondition } from "./documents/condition";
import type { FieldFault } from "./errors";
import { dateSpan, operatorForm, VALUE_SCHEMAS } from "./operators";
import type { Vocabulary } from "./vocabulary";

/** Where in the tree a part is, as JSON pointer below the condition: "#/children/0/value". */
type Pointer = string;

/**
 * Everything wrong with a rule in a workspace: names that are not there, operators that do not fit, values that are missing
 * or out of range. Empty means it can be evaluated.
 */
export function conditionFaults(condition: Condition, vocabulary: Vocabulary, at: Pointer = "#"): FieldFault[] {
  const fault = (part: string, code: string, detail: string): FieldFault => ({
    pointer: `${at}/${part}`,
    code,
    detail,
  });
  const missing = (known: ReadonlyMap<string, string>, part: string, id: string, what: string) =>
    known.has(id) ? [] : [fault(part, `unknown_${what}`, `This ${what} does not exist here any more.`)];
  switch (condition.kind) {
    case "group":
      return condition.children.flatMap((child, index) =>
        conditionFaults(child, vocabulary, `${at}/children/${index}`),
      );
    case "attribute":
      return attributeFaults(condition, vocabulary.fields, at);
    case "consent":
      return condition.topic ? missing(vocabulary.topics, "topic", condition.topic, "topic") : [];
    case "tag":
      if (condition.tags.length === 0) return [fault("tags", "too_small", "Choose at least one tag.")];
      return condition.tags.flatMap((tag) => missing(vocabulary.tags, "tags", tag, "tag")).slice(0, 1);
    case "segment":
      if (condition.segment === "") return [fault("segment", "too_small", "Choose a segment.")];
      return missing(vocabulary.segments, "segment", condition.segment, "segment");
    case "engagement":
      return [
        ...engagementFaults(condition, fault),
        ...(condition.campaign ? missing(vocabulary.campaigns, "campaign", condition.campaign, "campaign") : []),
      ].slice(0, 1);
    case "company":
      if (condition.companies?.length === 0) return [fault("companies", "too_small", "Choose at least one company.")];
      return [
        ...(condition.companies ?? []).flatMap((id) => missing(vocabulary.companies, "companies", id, "company")),
        ...(condition.where ? attributeFaults(condition.where, vocabulary.companyFields, `${at}/where`) : []),
      ].slice(0, 1);
    case "bucket":
      return bucketFaults(condition, fault);
  }
}

type MakeFault = (part: string, code: string, detail: string) => FieldFault;

function engagementFaults(row: EngagementCondition, fault: MakeFault): FieldFault[] {
  const { count, window } = row;
  if (!Number.isInteger(count.n) || count.n < (count.op === "at_least" ? 1 : 0))
    return [fault("count", "too_small", count.op === "at_least" ? "Enter at least 1." : "Enter 0 or more.")];
  if (row.url !== undefined && (row.url.trim() === "" || row.action !== "clicked"))
    return [fault("url", "invalid", "Enter a part of the link; only clicks have links.")];
  if (window.kind === "last") {
    const days = VALUE_SCHEMAS.days.safeParse(window.days);
    return days.success ? [] : [fault("window", "invalid", days.error.issues[0]?.message ?? "Enter a number of days.")];
  }
  if (window.kind !== "between") return [];
  const [from, to] = [dateSpan(window.from), dateSpan(window.to)];
  if (!from || !to) return [fault("window", "invalid", "Choose two dates.")];
  return from.from > to.from ? [fault("window", "invalid", "The first date must not be later than the second.")] : [];
}

function bucketFaults({ salt, from, to }: BucketCondition, fault: MakeFault): FieldFault[] {
  if (salt.trim() === "") return [fault("salt", "too_small", "Name the sample; the same name gives the same people.")];
  return from < to ? [] : [fault("to", "too_small", "Enter a share above 0 %.")];
}

function attributeFaults(
  row: Omit<AttributeCondition, "kind">,
  fields: Vocabulary["fields"],
  at: Pointer,
): FieldFault[] {
  const field = fields.get(row.field);
  if (!field)
    return [{ pointer: `${at}/field`, code: "unknown_field", detail: `There is no field “${row.field}” here.` }];
  const form = operatorForm(row.operator, field.type);
  if (!form)
    return [
      {
        pointer: `${at}/operator`,
        code: "operator_type",
        detail: `“${row.operator}” does not apply to ${field.label}, which is a ${field.type}.`,
      },
    ];
  const parsed = VALUE_SCHEMAS[form.value].safeParse(row.value);
  if (parsed.success) return [];
  return parsed.error.issues
    .slice(0, 1)
    .map((issue) => ({ pointer: `${at}/value`, code: issue.code ?? "invalid", detail: issue.message }));
}
