import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";
import type { EventBody } from "./types";

const CACHE_SIZE = 2000;
const environment = new Environment({ unlistedVariablesAreDyn: true });
const cache = new Map<string, ParseResult | Error>();

/** Parsed form of a CEL expression; waitForEvent builds expressions at run time, so the cache is bounded. */
function compile(expression: string): ParseResult | Error {
  const known = cache.get(expression);
  if (known) return known;
  if (cache.size >= CACHE_SIZE) cache.clear();
  let parsed: ParseResult | Error;
  try {
    parsed = environment.parse(expression);
  } catch (error) {
    parsed = error instanceof Error ? error : new Error(String(error));
  }
  cache.set(expression, parsed);
  return parsed;
}

/** Sentence saying why the expression cannot be read, or undefined. */
export function findSyntaxError(expression: string): string | undefined {
  const parsed = compile(expression);
  return parsed instanceof Error ? parsed.message.split("\n")[0] : undefined;
}

/** Whether the expression certainly yields a CEL int; the Inngest server silently ignores any other priority. */
export function yieldsInteger(expression: string): boolean {
  const parsed = compile(expression);
  return !(parsed instanceof Error) && parsed.check().type === "int";
}

type Variables = { event: unknown; async?: unknown };

function evaluate(expression: string, variables: Variables): unknown {
  const parsed = compile(expression);
  if (parsed instanceof Error) return undefined;
  try {
    return parsed(variables);
  } catch {
    // A missing field throws in CEL; for a filter or a key that means "no match".
    return undefined;
  }
}

export function matches(expression: string | undefined | null, variables: Variables): boolean {
  return !expression || evaluate(expression, variables) === true;
}

/** Value of a flow-control key for an event; an expression without value shares the key "". */
export function evaluateKey(expression: string | undefined, event: EventBody): string {
  if (!expression) return "";
  const value = evaluate(expression, { event });
  return value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Integer result clipped to the server's range (-600 .. 600 seconds); anything else counts as 0. */
export function evaluatePrioritySeconds(expression: string | undefined, event: EventBody): number {
  const value = expression ? evaluate(expression, { event }) : 0;
  return typeof value === "bigint" ? Math.min(Math.max(Number(value), -600), 600) : 0;
}

export interface Equality {
  path: string;
  /** JSON text of the value the incoming event must carry at `path`. */
  value: string;
}

/** Finds one `async.<path> == <literal or event.<path>>` that the whole expression depends on. */
export function extractEquality(expression: string | undefined, trigger: EventBody): Equality | undefined {
  if (!expression) return undefined;
  const parsed = compile(expression);
  return parsed instanceof Error ? undefined : equalityOf(parsed.ast, trigger);
}

function equalityOf(node: ASTNode, trigger: EventBody): Equality | undefined {
  if (node.op === "&&") return equalityOf(node.args[0], trigger) ?? equalityOf(node.args[1], trigger);
  if (node.op !== "==") return undefined;
  const [left, right] = node.args;
  return sidesOf(left, right, trigger) ?? sidesOf(right, left, trigger);
}

function sidesOf(subject: ASTNode, other: ASTNode, trigger: EventBody): Equality | undefined {
  const path = pathOf(subject);
  if (path?.[0] !== "async" || path.length < 2) return undefined;
  const otherPath = pathOf(other);
  const value =
    otherPath?.[0] === "event" ? readPath(trigger, otherPath.slice(1)) : other.op === "value" ? other.args : undefined;
  const text = scalarText(typeof value === "bigint" ? Number(value) : value);
  return text === undefined ? undefined : { path: path.slice(1).join("."), value: text };
}

function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return undefined;
  const parent = pathOf(node.args[0]);
  return parent && [...parent, node.args[1]];
}

function readPath(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function scalarText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? JSON.stringify(value) : undefined;
}

/** JSON text of the scalar an event carries at a dotted path, if any. */
export function scalarAt(event: EventBody, path: string): string | undefined {
  return scalarText(readPath(event, path.split(".")));
}
