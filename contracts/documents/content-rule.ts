import { z } from "zod";
import { ATTRIBUTE_TYPES, type AttributeType } from "../contacts";
import { operatorForm, VALUE_SCHEMAS } from "../operators";
import { conditionValueSchema, OPERATORS, type Operator } from "./condition";

/**
 * Operators a message can ask: those of segments but for the ones that look at the clock, because a message rendered
 * again after a crash has to have the same bytes.
 */
export const CONTENT_OPERATORS = OPERATORS.filter(
  (operator): operator is ContentOperator => operator !== "within_last_days" && operator !== "not_within_last_days",
);
export type ContentOperator = Exclude<Operator, "within_last_days" | "not_within_last_days">;

const rowSchema = z
  .object({
    /** As in a merge tag: `contact.plan`. */
    field: z.string().regex(/^contact\.[a-z][a-z0-9_]{0,79}$/, "Choose a field of the contact."),
    type: z.enum(ATTRIBUTE_TYPES),
    operator: z.enum(CONTENT_OPERATORS as [ContentOperator, ...ContentOperator[]]),
    value: conditionValueSchema,
  })
  .superRefine(({ type, operator, value }, context) => {
    const form = operatorForm(operator, type);
    if (!form) {
      context.addIssue({ code: "custom", path: ["operator"], message: "This comparison does not fit the field." });
      return;
    }
    const checked = VALUE_SCHEMAS[form.value].safeParse(value);
    if (!checked.success)
      context.addIssue({
        code: "custom",
        path: ["value"],
        message: checked.error.issues[0]?.message ?? "Enter a value.",
      });
  });

/** Who sees a conditional block: all of the rows hold, or any of them. */
export const contentRuleSchema = z.object({
  op: z.enum(["all", "any"]),
  rows: z.array(rowSchema).min(1).max(10, "A condition can have 10 rows."),
});
export type ContentRule = { op: "all" | "any"; rows: ContentRuleRow[] };
export type ContentRuleRow = {
  field: string;
  type: AttributeType;
  operator: ContentOperator;
  value?: string | number | boolean | (string | number | boolean)[];
};
