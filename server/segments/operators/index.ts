import "server-only";
import type { AttributeType } from "@/contracts/contacts";
import type { Operator } from "@/contracts/documents/condition";
import { isFalse, isSetBoolean, isTrue } from "./boolean";
import { after, before, betweenDates, isSetDate, notOnDate, notWithinLastDays, onDate, withinLastDays } from "./date";
import { type OperatorRule, opposite } from "./form";
import {
  betweenNumber,
  equalsNumber,
  greaterOrEqual,
  greaterThan,
  inNumber,
  isSetNumber,
  lessOrEqual,
  lessThan,
  notEqualsNumber,
  notInNumber,
} from "./number";
import {
  containsText,
  equalsText,
  inText,
  isSetText,
  notContainsText,
  notEqualsText,
  notInText,
  startsWithText,
} from "./text";

const isSet = { text: isSetText, number: isSetNumber, boolean: isSetBoolean, date: isSetDate };

/** What each operator does, per type of field. Labels and value editors: contracts/operators.ts, which has the same keys. */
export const OPERATOR_RULES: Record<Operator, Partial<Record<AttributeType, OperatorRule>>> = {
  equals: { text: equalsText, number: equalsNumber, date: onDate },
  not_equals: { text: notEqualsText, number: notEqualsNumber, date: notOnDate },
  contains: { text: containsText },
  not_contains: { text: notContainsText },
  starts_with: { text: startsWithText },
  in: { text: inText, number: inNumber },
  not_in: { text: notInText, number: notInNumber },
  greater_than: { number: greaterThan },
  greater_or_equal: { number: greaterOrEqual },
  less_than: { number: lessThan },
  less_or_equal: { number: lessOrEqual },
  between: { number: betweenNumber, date: betweenDates },
  before: { date: before },
  after: { date: after },
  within_last_days: { date: withinLastDays },
  not_within_last_days: { date: notWithinLastDays },
  is_true: { boolean: isTrue },
  is_false: { boolean: isFalse },
  is_set: isSet,
  is_not_set: {
    text: opposite(isSet.text),
    number: opposite(isSet.number),
    boolean: opposite(isSet.boolean),
    date: opposite(isSet.date),
  },
};
