import type { AttributeType } from "../contacts";
import { dateSpan } from "../operators";
import { MONTHS } from "./phrases";
import type { Scanner } from "./scanner";

/** “Marked” text, with the escapes of phrases.ts; straight and German quotes too. */
export function takeQuoted(scan: Scanner): string | null {
  const found = scan.take(/“((?:[^\\”]|\\.)*)”|"([^"]*)"|„([^“”]*)[“”]/s);
  if (!found) return null;
  return found[1] === undefined ? (found[2] ?? found[3] ?? "") : found[1].replace(/\\(.)/gsu, "$1");
}

/** Words up to the end of a clause; how people write values without quotes. */
export function takeWords(scan: Scanner, startsClause: () => boolean): string | null {
  return scan.attempt(() => {
    const words: string[] = [];
    while (!scan.isAtEnd && !(words.length > 0 && startsClause())) {
      const word = scan.take(/(?!(?:and|or|but|who|whose|that|except|excluding)\b)[^\s,()“”"]+/);
      if (!word) break;
      words.push(word[0]);
    }
    const text = words.join(" ").replace(/[.;!?]+$/, "");
    return text === "" ? null : text;
  });
}

const NUMBER_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export function takeNumber(scan: Scanner): number | null {
  const found = scan.take(/-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/);
  if (found) return Number(found[0].replaceAll(",", ""));
  const word = scan.take(new RegExp(`(?:${NUMBER_WORDS.join("|")}|a|an)\\b`));
  if (!word) return null;
  return Math.max(NUMBER_WORDS.indexOf(word[0].toLowerCase()), word[0].toLowerCase().startsWith("a") ? 1 : 0);
}

/** "21 Nov 2026", "November 21, 2026", "2026-11-21" or a quoted date; as conditions keep it. */
export function takeDate(scan: Scanner): string | null {
  return scan.attempt(() => {
    const text = takeQuoted(scan) ?? scan.take(/\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?/)?.[0] ?? null;
    if (text !== null) return dateSpan(text) ? text : null;
    const dayFirst = scan.take(/(\d{1,2})\.?\s+(\p{L}{3,9})\.?\s+(\d{4})/u);
    if (dayFirst) return isoDay(dayFirst[3], dayFirst[2], dayFirst[1]);
    const monthFirst = scan.take(/(\p{L}{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})/u);
    return monthFirst ? isoDay(monthFirst[3], monthFirst[1], monthFirst[2]) : null;
  });
}

function isoDay(year = "", month = "", day = ""): string | null {
  const place = MONTHS.findIndex((name) => month.toLowerCase().startsWith(name.toLowerCase())) + 1;
  const text = `${year}-${String(place).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return place > 0 && dateSpan(text) ? text : null;
}

const UNIT_DAYS: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

/** "30 days", "two weeks", "month": how many days that is. A month is 30 of them. */
export function takeDays(scan: Scanner): number | null {
  return scan.attempt(() => {
    const n = takeNumber(scan) ?? 1;
    const unit = scan.take(/(day|week|month|year)s?\b/)?.[1]?.toLowerCase();
    return unit === undefined ? null : n * (UNIT_DAYS[unit] ?? 1);
  });
}

/** One value of a field's type. Unquoted words count only for text. */
export function takeValue(scan: Scanner, type: AttributeType, startsClause: () => boolean): string | number | null {
  if (type === "number") return takeNumber(scan);
  if (type === "date") return takeDate(scan);
  return takeQuoted(scan) ?? takeWords(scan, startsClause);
}

/**
 * Values joined by commas, "or" or, where it is allowed, "and"; stops before what begins another clause. `word` is the joining
 * word that was used, if any.
 */
export function takeList<T>(
  scan: Scanner,
  one: () => T | null,
  startsClause: () => boolean,
  joins: RegExp = /,?\s*or\b|,/,
): { values: T[]; word: "and" | "or" | null } | null {
  const first = one();
  if (first === null) return null;
  const values = [first];
  let word: "and" | "or" | null = null;
  for (;;) {
    const next = scan.attempt(() => {
      const join = scan.take(joins);
      if (!join || startsClause()) return null;
      const value = one();
      return value === null ? null : { value, join: join[0] };
    });
    if (!next) return { values, word };
    values.push(next.value);
    if (/and/i.test(next.join)) word = "and";
    if (/or/i.test(next.join)) word = "or";
  }
}
