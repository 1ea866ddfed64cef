import { Cron } from "croner";
import type { InngestFunction } from "inngest";
import { parseDurationMs } from "./durations";
import { findSyntaxError, yieldsInteger } from "./expressions";

const MAX_TRIGGERS = 10;
const MAX_CANCEL = 5;
const MAX_CONCURRENCY = 2;
const DAY_MS = 86_400_000;
// Steps the Inngest server executes itself or that need its cloud: the embedded engine has no such server.
const REFUSED_TOOLS = /\bstep\s*\.\s*(ai|fetch|waitForSignal|sendSignal|realtime)\b/;

interface Options {
  id: string;
  triggers?: { event?: string | { name: string }; cron?: string; if?: string; jitter?: string }[];
  cancelOn?: { event: unknown; if?: string; match?: string }[];
  batchEvents?: { maxSize: number; timeout: string; key?: string; if?: string };
  debounce?: { period: string; timeout?: string; key?: string };
  rateLimit?: { limit: number; period: string; key?: string };
  throttle?: { limit: number; period: string; key?: string; burst?: number };
  singleton?: { mode: string; key?: string };
  priority?: { run?: string };
  concurrency?: unknown;
  idempotency?: string;
  timeouts?: { start?: string; finish?: string };
}

/**
 * Refuses functions that would behave differently on the two engines: tools only the Inngest server has, and
 * configurations it rejects. Throws one Error listing every fault, each as a sentence that names the function.
 */
export function assertSupported(functions: readonly InngestFunction.Any[]): void {
  const faults = functions.flatMap((fn) => {
    // The SDK types `opts` per function; only the plain configuration fields below are read.
    const options = fn.opts as Options;
    const handler: unknown = Reflect.get(fn, "fn");
    return [...findConfigFaults(options), ...findHandlerFaults(handler)].map((fault) => `${options.id}: ${fault}`);
  });
  faults.push(...findDuplicates(functions.map((fn) => fn.opts.id)).map((id) => `${id}: two functions have this id.`));
  if (faults.length > 0) throw new Error(`These functions cannot be registered:\n${faults.join("\n")}`);
}

function findDuplicates(ids: string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

function findHandlerFaults(handler: unknown): string[] {
  const found = typeof handler === "function" ? REFUSED_TOOLS.exec(handler.toString()) : null;
  return found ? [`step.${found[1]} needs the Inngest server; use step.run instead.`] : [];
}

function findConfigFaults(options: Options): string[] {
  return [
    ...findCountFaults(options),
    ...findBatchFaults(options),
    ...findPeriodFaults(options),
    ...findExpressionFaults(options),
    ...findTriggerFaults(options),
  ];
}

function findCountFaults({ triggers = [], cancelOn = [], concurrency }: Options): string[] {
  return [
    triggers.length > MAX_TRIGGERS && `at most ${MAX_TRIGGERS} triggers are allowed, ${triggers.length} are given.`,
    cancelOn.length > MAX_CANCEL && `at most ${MAX_CANCEL} cancelOn rules are allowed, ${cancelOn.length} are given.`,
    Array.isArray(concurrency) &&
      concurrency.length > MAX_CONCURRENCY &&
      `at most ${MAX_CONCURRENCY} concurrency limits are allowed, ${concurrency.length} are given.`,
  ].filter((fault) => fault !== false);
}

function findBatchFaults({ batchEvents, cancelOn, debounce, singleton, priority }: Options): string[] {
  if (!batchEvents) return [];
  return [
    batchEvents.maxSize < 2 && "batchEvents.maxSize must be at least 2.",
    readPeriod(batchEvents.timeout) < 1000 && "batchEvents.timeout must be at least 1s.",
    cancelOn && "batchEvents cannot be combined with cancelOn.",
    debounce && "batchEvents cannot be combined with debounce.",
    singleton && "batchEvents cannot be combined with singleton.",
    priority && "batchEvents cannot be combined with priority.",
  ].filter((fault) => typeof fault === "string");
}

function findPeriodFaults({ debounce, rateLimit, throttle, timeouts }: Options): string[] {
  const faults: string[] = [];
  const check = (name: string, text: string | undefined, min: number, max: number) => {
    if (text === undefined) return;
    const value = readPeriod(text);
    if (Number.isNaN(value)) faults.push(`${name} "${text}" is not a duration.`);
    else if (value < min || value > max) faults.push(`${name} must lie between ${min / 1000}s and ${max / 1000}s.`);
  };
  check("debounce.period", debounce?.period, 1000, 7 * DAY_MS);
  check("debounce.timeout", debounce?.timeout, 1000, 7 * DAY_MS);
  check("rateLimit.period", rateLimit?.period, 1000, DAY_MS);
  check("throttle.period", throttle?.period, 1000, 7 * DAY_MS);
  check("timeouts.start", timeouts?.start, 1000, 366 * DAY_MS);
  check("timeouts.finish", timeouts?.finish, 1000, 366 * DAY_MS);
  return faults;
}

function readPeriod(text: string): number {
  try {
    return parseDurationMs(text);
  } catch {
    return Number.NaN;
  }
}

function findExpressionFaults(options: Options): string[] {
  const limits = [options.concurrency ?? []].flat().filter((limit) => typeof limit === "object" && limit !== null);
  const expressions = [
    ...(options.triggers ?? []).map((trigger) => trigger.if),
    ...(options.cancelOn ?? []).map((rule) => rule.if),
    ...limits.map((limit: { key?: string }) => limit.key),
    options.idempotency,
    options.batchEvents?.key,
    options.batchEvents?.if,
    options.debounce?.key,
    options.rateLimit?.key,
    options.throttle?.key,
    options.singleton?.key,
    options.priority?.run,
  ].filter((expression) => typeof expression === "string");
  const faults = expressions.flatMap((expression) => {
    const problem = findSyntaxError(expression);
    return problem ? [`the expression "${expression}" cannot be read: ${problem}`] : [];
  });
  const priority = options.priority?.run;
  if (priority && faults.length === 0 && !yieldsInteger(priority))
    faults.push(`priority.run "${priority}" must yield an integer, for example "event.data.urgent == true ? 60 : 0".`);
  return faults;
}

function findTriggerFaults({ triggers = [] }: Options): string[] {
  return triggers.flatMap(({ cron, jitter }) => {
    if (cron === undefined) return [];
    if (jitter) return ["cron jitter is not supported."];
    try {
      nextCronTick(cron, new Date());
      return [];
    } catch {
      return [`"${cron}" is not a cron expression; write for example "0 9 * * 1-5" or "TZ=Europe/London 0 9 * * *".`];
    }
  });
}

/** Next instant of a cron expression, which may start with `TZ=<zone> `. Throws when there is none. */
export function nextCronTick(expression: string, after: Date): Date {
  const [, zone = "UTC", pattern = expression] = /^TZ=(\S+)\s+(.*)$/.exec(expression) ?? [];
  const next = new Cron(pattern, { timezone: zone, paused: true, mode: "5-part" }).nextRun(after);
  if (!next) throw new Error(`The cron expression "${expression}" never fires.`);
  return next;
}
