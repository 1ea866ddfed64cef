import "server-only";
import type { Condition, GroupCondition } from "@/contracts/documents/condition";
import { parsePublicId } from "@/contracts/ids";

/**
 * `logicalExpression` of spec 003: segments joined by AND, OR, NOT and brackets, such as `seg_a AND (seg_b OR NOT seg_c)`.
 * NOT binds before AND, AND before OR; `&&`, `||` and `!` are read too.
 */
export type ExpressionRead = { ok: true; condition: Condition } | { ok: false; reason: string };

const MAX_LENGTH = 4000;
const TOKEN = /\s*(?:(\(|\)|&&|\|\||!)|([A-Za-z0-9_-]+)|(\S))/y;

type Token = { text: string; at: number };
class Misread extends Error {}

export function readExpression(text: string): ExpressionRead {
  if (text.length > MAX_LENGTH) return { ok: false, reason: `It has at most ${MAX_LENGTH} characters.` };
  try {
    const tokens = tokensOf(text);
    const reader = { tokens, at: 0, end: text.length };
    const condition = readOr(reader);
    const left = reader.tokens[reader.at];
    if (left) throw new Misread(`Expected AND, OR or the end at character ${left.at + 1}, not “${left.text}”.`);
    return { ok: true, condition };
  } catch (error) {
    if (error instanceof Misread) return { ok: false, reason: error.message };
    throw error;
  }
}

/** The expression of a rule that is about segments alone; null for any other. */
export function expressionOf(condition: Condition): string | null {
  return write(condition)?.text ?? null;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return tokens;
    const word = match[1] ?? match[2] ?? match[3] ?? "";
    tokens.push({ text: word, at: from + match[0].length - word.length });
    if (match[3] !== undefined)
      throw new Misread(`“${word}” at character ${from + match[0].length} has no meaning here.`);
  }
}

type Reader = { tokens: readonly Token[]; at: number; end: number };

const WORDS: Record<string, "AND" | "OR" | "NOT"> = {
  AND: "AND",
  "&&": "AND",
  OR: "OR",
  "||": "OR",
  NOT: "NOT",
  "!": "NOT",
};
const wordAt = (reader: Reader) => WORDS[(reader.tokens[reader.at]?.text ?? "").toUpperCase()] ?? null;

function readJoined(reader: Reader, word: "AND" | "OR", op: "all" | "any", part: (reader: Reader) => Condition) {
  const children = [part(reader)];
  while (wordAt(reader) === word) {
    reader.at += 1;
    children.push(part(reader));
  }
  const [only] = children;
  return children.length === 1 && only ? only : ({ kind: "group", op, children } satisfies GroupCondition);
}

const readOr = (reader: Reader): Condition => readJoined(reader, "OR", "any", readAnd);
const readAnd = (reader: Reader): Condition => readJoined(reader, "AND", "all", readNot);

function readNot(reader: Reader): Condition {
  if (wordAt(reader) !== "NOT") return readOne(reader);
  reader.at += 1;
  const inner = readNot(reader);
  return inner.kind === "segment"
    ? { ...inner, operator: inner.operator === "in" ? "not_in" : "in" }
    : { kind: "group", op: "none", children: [inner] };
}

function readOne(reader: Reader): Condition {
  const token = reader.tokens[reader.at];
  if (!token) throw new Misread(`Expected a segment id at the end, behind character ${reader.end}.`);
  reader.at += 1;
  if (token.text === "(") {
    const inner = readOr(reader);
    const close = reader.tokens[reader.at];
    if (close?.text !== ")") throw new Misread(`The bracket opened at character ${token.at + 1} is not closed.`);
    reader.at += 1;
    return inner;
  }
  if (!parsePublicId("segment", token.text))
    throw new Misread(
      `Expected a segment id such as seg_… or a UUID at character ${token.at + 1}, not “${token.text.slice(0, 60)}”.`,
    );
  return { kind: "segment", operator: "in", segment: token.text };
}

type Written = { text: string; joins: "AND" | "OR" | null };

function write(condition: Condition): Written | null {
  if (condition.kind === "segment") {
    const text = condition.operator === "in" ? condition.segment : `NOT ${condition.segment}`;
    return { text, joins: null };
  }
  if (condition.kind !== "group" || condition.children.length === 0) return null;
  const word = condition.op === "all" ? "AND" : "OR";
  const parts = condition.children.map(write);
  const [only] = parts;
  const inner = parts.length === 1 ? only : join(parts, word);
  if (!inner) return null;
  return condition.op === "none" ? { text: `NOT (${inner.text})`, joins: null } : inner;
}

function join(parts: readonly (Written | null)[], word: "AND" | "OR"): Written | null {
  const texts: string[] = [];
  for (const part of parts) {
    if (!part) return null;
    texts.push(part.joins === null || part.joins === word ? part.text : `(${part.text})`);
  }
  return { text: texts.join(` ${word} `), joins: word };
}
