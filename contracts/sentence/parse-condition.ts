import type { Condition, GroupCondition } from "../documents/condition";
import { conditionSchema } from "../documents/condition";
import type { Vocabulary } from "../vocabulary";
import { CLAUSES } from "./clauses";
import { Scanner } from "./scanner";

/** A part of the sentence that means nothing here, and where it stands. */
export type UnknownWords = { text: string; at: number };
/** What a sentence says. `condition` is null when no part of it was understood. */
export type ReadSentence = { condition: Condition | null; unknown: UnknownWords[] };

/**
 * Reads a sentence as a rule, by a grammar: everything describeCondition writes, and common ways to say the same. Nothing is
 * guessed: what it does not know is left out of the rule and named.
 */
export function readSentence(text: string, vocabulary: Vocabulary): ReadSentence {
  if (/^\s*every(?:body|one)\.?\s*$/i.test(text)) return { condition: group("all", []), unknown: [] };
  if (/^\s*nobody(?:: no rule is given)?\.?\s*$/i.test(text)) return { condition: group("any", []), unknown: [] };
  const reader = new Reader(text, vocabulary);
  const condition = reader.expression();
  const unknown = reader.rest();
  const isWhole = condition !== null && conditionSchema.safeParse(condition).success;
  return { condition: isWhole ? condition : null, unknown };
}

const group = (op: GroupCondition["op"], children: Condition[]): Condition => ({ kind: "group", op, children });

/** Words before a clause that say nothing by themselves. "not" and "never" are left for the clause. */
const FILLER =
  /(?:people|persons?|contacts?|customers?|subscribers?|everyone|everybody|anyone|those|all|who|whose|that|which|with|where|their|are|is|were|was|have|has|had|been|be|did|do|does|ever|someone|somebody|please|find|me)\b/;
const CONTRACTED = /(?:aren|isn|weren|wasn|haven|hasn|hadn|didn|don|doesn)['’]t\b/;
const SEPARATOR = /,?\s*\b(and|or)\b|,|(?=\b(?:who|whose|that|with|without|having|but|except|excluding)\b)/;
const EXCEPT = /(?:but\s+not|except(?:\s+for)?|excluding)\b/;

type Joined = { join: "and" | "or" | "comma"; part: Condition };

class Reader {
  private readonly scan: Scanner;
  private readonly unknown: UnknownWords[] = [];
  /** Clauses by place: lists look ahead for them, and would otherwise read the rest of a sentence once per value. */
  private readonly seen = new Map<number, { condition: Condition; end: number } | null>();

  constructor(
    private readonly text: string,
    private readonly vocabulary: Vocabulary,
  ) {
    this.scan = new Scanner(text);
    this.scan.take(/people\b/);
  }

  /** Parts joined by "and", "or" and commas; "and" binds closer, a comma is what the other joins are. */
  expression(): Condition | null {
    const parts: Joined[] = [];
    let join: Joined["join"] = "and";
    while (!this.scan.isAtEnd && !this.scan.peek(/\)/)) {
      const part = this.term();
      if (part) parts.push({ join, part });
      else if (!this.skipUnknown()) break;
      const separator = this.scan.take(SEPARATOR);
      join = separator?.[1]
        ? /or/i.test(separator[1])
          ? "or"
          : "and"
        : separator?.[0].startsWith(",")
          ? "comma"
          : "and";
    }
    return joinParts(parts);
  }

  /** What is left after the rule: a bracket too many, say. */
  rest(): UnknownWords[] {
    if (!this.scan.isAtEnd) this.note(this.scan.at, this.text.length);
    return this.unknown;
  }

  private term(): Condition | null {
    if (this.scan.take(EXCEPT)) {
      const left = this.term();
      return left && group("none", [left]);
    }
    const opposite = this.scan.attempt(() => {
      if (!this.scan.take(/(?:who\s+are\s+)?not\s+people\b/)) return null;
      return this.term();
    });
    if (opposite)
      return group("none", opposite.kind === "group" && opposite.op === "any" ? opposite.children : [opposite]);
    if (this.scan.take(/of\s+any\s+kind\b/)) return group("all", []);
    if (this.scan.take(/who\s+cannot\s+exist\b/)) return group("any", []);
    return this.bracket() ?? this.clause();
  }

  private bracket(): Condition | null {
    return this.scan.attempt(() => {
      while (this.scan.take(FILLER));
      const isNegative = this.scan.take(/not\b/) !== null;
      if (!this.scan.take(/\(/)) return null;
      const inner = this.expression();
      if (!this.scan.take(/\)/) || !inner) return null;
      return isNegative ? group("none", [inner]) : inner;
    });
  }

  private clause(): Condition | null {
    const found = this.clauseAt(this.scan.at);
    if (found) this.scan.at = found.end;
    return found?.condition ?? null;
  }

  private clauseAt(at: number): { condition: Condition; end: number } | null {
    const before = this.seen.get(at);
    if (before !== undefined) return before;
    // Stands in while this place is read, so that a look-ahead that comes back here ends.
    this.seen.set(at, null);
    const found = this.readClause(at);
    this.seen.set(at, found);
    return found;
  }

  private readClause(at: number): { condition: Condition; end: number } | null {
    const scan = new Scanner(this.text, at);
    let isNegative = false;
    for (;;) {
      for (const clause of CLAUSES) {
        const start = scan.at;
        const condition = clause(scan, this.vocabulary, () => this.startsClause(scan));
        if (condition) return { condition: isNegative ? group("none", [condition]) : condition, end: scan.at };
        scan.at = start;
      }
      if (scan.take(CONTRACTED)) isNegative = !isNegative;
      else if (!this.skipFiller(scan)) return null;
    }
  }

  /** "have not ever opened": fillers may stand behind the "not" too. */
  private skipFiller(scan: Scanner): boolean {
    return scan.take(FILLER) !== null;
  }

  /** Whether another clause, or a bracket or "not people", begins at the place a look-ahead has reached. */
  private startsClause(ahead: Scanner): boolean {
    if (ahead.peek(/(?:who|whose|of\s+any\s+kind|not\s+people|\()/)) return true;
    return this.clauseAt(ahead.at) !== null;
  }

  /** Passes over words that mean nothing, up to the next join, and remembers them. */
  private skipUnknown(): boolean {
    const from = this.scan.at;
    const words = this.scan.take(/(?!\))(?:“(?:[^\\”]|\\.)*”|(?!\s*(?:,|\)|\b(?:and|or|but|except|excluding)\b)).)+/s);
    if (words) this.note(from, this.scan.at);
    return words !== null;
  }

  private note(from: number, to: number): void {
    const text = this.text.slice(from, to).replace(/[\s.]+$/, "");
    const blanks = text.length - text.trimStart().length;
    if (text.trim()) this.unknown.push({ text: text.trim(), at: from + blanks });
  }
}

function joinParts(parts: readonly Joined[]): Condition | null {
  const [first] = parts;
  if (!first) return null;
  if (parts.length === 1) return first.part;
  const words = new Set(parts.slice(1).flatMap(({ join }) => (join === "comma" ? [] : [join])));
  if (words.size < 2)
    return group(
      words.has("or") ? "any" : "all",
      parts.map(({ part }) => part),
    );
  const alternatives: Condition[][] = [];
  for (const { join, part } of parts) {
    const last = alternatives.at(-1);
    if (join === "or" || !last) alternatives.push([part]);
    else last.push(part);
  }
  return group(
    "any",
    alternatives.map((all) => (all.length === 1 && all[0] ? all[0] : group("all", all))),
  );
}
