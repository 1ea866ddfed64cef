import "server-only";
import { analyzeSync, Context, type Liquid, Output, type Template, TypeGuards, toValueSync } from "liquidjs";
import {
  escapeHtml,
  type LiquidPart,
  type LiquidSettings,
  liquidEngine,
  SafeHtml,
  safeMergeUrl,
  stringify,
} from "./liquid-engine";

export type Variables = Record<string, unknown>;

/** A parsed template. `render` is synchronous and adds the names of empty merge tags to `missing`. */
export type LiquidProgram = {
  render(variables: Variables, missing: Set<string>): string;
  /** Merge tags the template prints, as dotted paths, without names it assigns itself. */
  tags: string[];
};

/** Throws liquidjs' error (with line and column) when the source does not parse. */
export function compileLiquid(source: string, part: LiquidPart, settings: LiquidSettings): LiquidProgram {
  const liquid = liquidEngine(part, settings);
  const templates = liquid.parse(source);
  const { globals } = analyzeSync(templates, { partials: false });
  const tags = Object.values(globals).flatMap((uses) => uses.map((use) => use.segments.join(".")));
  const scan: Scan = {
    part,
    globals: new Set(Object.keys(globals)),
    locals: localNames(templates),
    needsContext: false,
  };
  const steps = joinStrings(templates.map((template) => toStep(template, scan)));
  const engine = scan.needsContext ? liquid : null;
  return { tags: [...new Set(tags)], render: (variables, missing) => run(steps, engine, variables, missing) };
}

type Scan = { part: LiquidPart; globals: Set<string>; locals: Set<string>; needsContext: boolean };
type Step = string | ((variables: Variables, missing: Set<string>, context: Context | null) => string);

/** Most templates are text and plain merge tags: those run as joined strings and property reads, without liquidjs. */
function run(steps: Step[], engine: Liquid | null, variables: Variables, missing: Set<string>): string {
  const context = engine && new Context(variables, engine.options, { sync: true }, { liquid: engine });
  context?.setRegister("missing", missing);
  // Joined once: a string put together by += is copied piece by piece when somebody first looks into it.
  const out: string[] = [];
  for (const step of steps) {
    out.push(typeof step === "string" ? step : step(variables, missing, context));
    if (context && (context.breakCalled || context.continueCalled)) break;
  }
  return out.join("");
}

function joinStrings(steps: Step[]): Step[] {
  const joined: Step[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    if (typeof step === "string" && typeof last === "string") joined[joined.length - 1] = last + step;
    else joined.push(step);
  }
  return joined.map((step) => (typeof step === "string" ? narrow(step) : step));
}

/** A piece of a string that once held a wide character stays wide in memory; this makes it anew, a byte a character. */
const narrow = (text: string): string =>
  /[\u0100-\uffff]/.test(text) ? text : Buffer.from(text, "latin1").toString("latin1");

function toStep(template: Template, scan: Scan): Step {
  if (TypeGuards.isHTMLToken(template.token)) return textOf(template);
  const simple = template instanceof Output ? simpleOutput(template, scan) : null;
  if (simple) return simple;
  scan.needsContext = true;
  takeOver(template, scan);
  return (_variables, _missing, context) => {
    const emitter = createEmitter();
    const returned: unknown = toValueSync(template.render(context ?? new Context(), emitter));
    return emitter.buffer + stringify(returned);
  };
}

const createEmitter = () => {
  const emitter = {
    buffer: "",
    write(text: unknown) {
      emitter.buffer += stringify(text);
    },
  };
  return emitter;
};

/** Text after white-space control; static templates write it without looking at the context. */
function textOf(template: Template): string {
  const emitter = createEmitter();
  toValueSync(template.render(new Context(), emitter));
  return emitter.buffer;
}

/** Inside tags liquidjs drives: our own writing of outputs, and a charge for text that loops repeat. */
function takeOver(template: Template, scan: Scan): void {
  if (template instanceof Output) {
    const write = outputWriter(template, scan);
    template.render = (context, emitter) => {
      emitter.write(write(context));
      return NOTHING;
    };
  } else if (TypeGuards.isHTMLToken(template.token)) {
    const text = textOf(template);
    template.render = (context, emitter) => {
      context.memoryLimit.use(text.length);
      emitter.write(text);
      return NOTHING;
    };
  }
  for (const child of childrenOf(template)) takeOver(child, scan);
}

/** An exhausted iterator: what a template that wrote to the emitter itself gives back to liquidjs. */
const NOTHING: Generator<never, void, unknown> = (function* (): Generator<never, void, unknown> {})();

const childrenOf = (template: Template): Template[] =>
  template.children ? toValueSync<Template[]>(template.children(false, true)) : [];

function localNames(templates: Template[]): Set<string> {
  const names = new Set<string>();
  for (const template of templates) {
    for (const token of template.localScope?.() ?? []) names.add(token.content);
    for (const name of template.blockScope?.() ?? []) names.add(name);
    for (const name of localNames(childrenOf(template))) names.add(name);
  }
  return names;
}

const SIMPLE_OUTPUT =
  /^([a-z_]\w*(?:\.[a-z_]\w*)*)\s*(?:\|\s*default:\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*)?(\|\s*__url\s*)?$/i;
const LEADING_PATH = /^[a-z_]\w*(?:\.[a-z_]\w*)*/i;
const WORDS = new Set(["true", "false", "nil", "null", "empty", "blank", "forloop", "tablerowloop"]);
const COMPUTED = new Set(["size", "first", "last"]);

const sourceOf = (output: Output): string =>
  output.token
    .getText()
    .replace(/^\{\{-?\s*/, "")
    .replace(/\s*-?\}\}$/, "");

/** `{{ a.b }}` and `{{ a.b | default: "x" }}` of a value from outside; null for everything that needs liquidjs. */
function simpleOutput(output: Output, scan: Scan): Step | null {
  const match = SIMPLE_OUTPUT.exec(sourceOf(output));
  const path = match?.[1];
  if (!match || path === undefined) return null;
  const segments = path.split(".");
  const root = segments[0] ?? "";
  if (WORDS.has(root) || scan.locals.has(root) || segments.some((segment) => COMPUTED.has(segment))) return null;
  const fallback = match[2] ?? match[3];
  const isUrl = match[4] !== undefined;
  return (variables, missing) => {
    let value = readPath(variables, segments);
    if (fallback !== undefined && (value === false || isBlank(value))) value = fallback;
    const text = stringify(value);
    if (text === "" && fallback === undefined) missing.add(path);
    return escapeFor(scan.part, isUrl ? safeMergeUrl(text) : text);
  };
}

function readPath(variables: Variables, segments: string[]): unknown {
  let value: unknown = variables;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = Reflect.get(value, segment);
  }
  return typeof value === "function" ? undefined : value;
}

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === "";

/** Any output: filters run in liquidjs, then empty values are noted and the result is escaped for its part. */
function outputWriter(output: Output, scan: Scan): (context: Context) => string {
  const path = LEADING_PATH.exec(sourceOf(output))?.[0];
  const root = path?.split(".", 1)[0] ?? "";
  const isNoted = path !== undefined && !WORDS.has(root) && !scan.locals.has(root);
  const hasDefault = output.value.filters.some((filter) => filter.name === "default");
  return (context) => {
    const value: unknown = toValueSync(output.value.value(context, false));
    const text = value instanceof SafeHtml ? value.html : stringify(value);
    context.memoryLimit.use(text.length);
    const isEmpty = text === "" || isBlank(isNoted && !hasDefault ? context.getSync(path.split(".")) : text);
    if (isNoted && !hasDefault && isEmpty) context.getRegister<Set<string>>("missing").add(path);
    return value instanceof SafeHtml ? text : escapeFor(scan.part, text);
  };
}

const escapeFor = (part: LiquidPart, text: string): string => (part === "html" ? escapeHtml(text) : text);
