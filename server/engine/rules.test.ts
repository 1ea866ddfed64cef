import { Inngest, type InngestFunction } from "inngest";
import { describe, expect, it } from "vitest";
import { admit } from "./claim";
import { toJson } from "./database";
import { backoffMs, parseDue, parseDurationMs, parseRetryAfterMs } from "./durations";
import { evaluateKey, evaluatePrioritySeconds, extractEquality, matches } from "./expressions";
import { decideDraw } from "./flow-control";
import { createUlid, firstUlidAt } from "./ids";
import { assertSupported, nextCronTick } from "./validate";

const event = { id: "1", name: "go", ts: 0, data: { user: "ann", n: 3, plan: "paid" } };

describe("durations", () => {
  it.each([
    ["1s", 1000],
    ["1h30m", 5_400_000],
    ["3d", 259_200_000],
    ["1w2d", 777_600_000],
    ["5 minutes", 300_000],
    ["", 0],
  ])("reads %j as %i ms", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  it.each(["soon", "1x", "10", "1h later", "-5m"])("refuses %j instead of guessing", (text) => {
    expect(() => parseDurationMs(text)).toThrow("is not a duration");
  });

  it("tells an instant from a duration", () => {
    expect(parseDue("2030-01-01T00:00:00.000Z")).toEqual({ at: "2030-01-01T00:00:00.000Z" });
    expect(parseDue("2m")).toEqual({ inMs: 120_000 });
  });

  it("spaces retries by the server's table and keeps the last step", () => {
    expect([1, 2, 3, 10, 15].map((attempt) => backoffMs(attempt, 0) / 1000)).toEqual([15, 30, 60, 7200, 7200]);
    expect(backoffMs(1, 1)).toBe(45_000);
  });

  it("cuts Retry-After to whole seconds between 1 s and 24 h", () => {
    expect(parseRetryAfterMs("2.9", 0)).toBe(2000);
    expect(parseRetryAfterMs("0", 0)).toBe(1000);
    expect(parseRetryAfterMs("9999999", 0)).toBe(86_400_000);
    expect(parseRetryAfterMs(new Date(10_000).toISOString(), 0)).toBe(10_000);
    expect(parseRetryAfterMs("nonsense", 0)).toBeUndefined();
  });
});

describe("expressions", () => {
  it.each([
    ["event.data.plan == 'paid' && event.data.n > 2", true],
    ["event.data.n == 3", true],
    ["event.data.missing == 1", false],
    ["not an expression", false],
    ["event.data.n", false],
    [undefined, true],
  ])("%j matches: %s", (expression, expected) => {
    expect(matches(expression, { event })).toBe(expected);
  });

  it("takes the equality an expression depends on, never one it may do without", () => {
    expect(extractEquality("event.data.user == async.data.user", event)).toEqual({ path: "data.user", value: '"ann"' });
    expect(extractEquality("async.data.kind == 'big' && async.data.n > event.data.n", event)).toEqual({
      path: "data.kind",
      value: '"big"',
    });
    expect(extractEquality("async.data.n == 3", event)).toEqual({ path: "data.n", value: "3" });
    expect(extractEquality("async.data.a == 1 || async.data.b == 2", event)).toBeUndefined();
    expect(extractEquality("async.data.a != 1", event)).toBeUndefined();
    expect(extractEquality("!(async.data.a == 1)", event)).toBeUndefined();
  });

  it("gives keys as text and priorities only when they are integers", () => {
    expect(evaluateKey("event.data.user", event)).toBe("ann");
    expect(evaluateKey("event.data.missing", event)).toBe("");
    expect(evaluatePrioritySeconds("event.data.plan == 'paid' ? 900 : 0", event)).toBe(600);
    expect(evaluatePrioritySeconds("event.data.n", event)).toBe(0);
  });
});

describe("flow control", () => {
  const draw = { key: "k", spacingMs: 30_000, toleranceMs: 0 };
  it("a rate limit of 2 per minute lets one of a burst through and the next after 30 s", () => {
    const first = decideDraw({ ...draw, whenEarly: "drop" }, 0, 1000);
    expect(first).toEqual({ verdict: { allowed: true, waitMs: 0 }, tat: 31_000 });
    expect(decideDraw({ ...draw, whenEarly: "drop" }, first.tat, 1001)).toEqual({
      verdict: { allowed: false },
      tat: 31_000,
    });
    expect(decideDraw({ ...draw, whenEarly: "drop" }, first.tat, 31_000).verdict.allowed).toBe(true);
  });

  it("a throttle gives every run the next free slot", () => {
    let tat = 0;
    const waits = [0, 0, 0].map(() => {
      const decision = decideDraw({ ...draw, whenEarly: "delay" }, tat, 5000);
      tat = decision.tat;
      return decision.verdict.allowed ? decision.verdict.waitMs : -1;
    });
    expect(waits).toEqual([0, 30_000, 60_000]);
  });

  it("admits up to the limit of every key and passes over full ones", () => {
    const job = (id: string, ckeys: string[], climits: number[]) => ({ id, ckeys, climits });
    const queue = [
      job("1", ["a"], [1]),
      job("2", ["a"], [1]),
      job("3", ["b", "all"], [9, 2]),
      job("4", ["c", "all"], [9, 2]),
    ];
    expect(admit(queue, new Map([["all", 1]]), 10)).toEqual(["1", "3"]);
    expect(admit(queue, new Map(), 2)).toEqual(["1", "3"]);
    expect(admit(queue, new Map([["a", 1]]), 10)).toEqual(["3", "4"]);
  });
});

describe("cron", () => {
  it.each([
    ["TZ=Europe/London 30 1 * * *", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00.000Z"],
    ["TZ=Europe/London 30 9 * * *", "2026-03-28T10:00:00Z", "2026-03-29T08:30:00.000Z"],
    ["TZ=Europe/London 30 9 * * *", "2026-10-24T10:00:00Z", "2026-10-25T09:30:00.000Z"],
    ["0 9 * * 1-5", "2026-11-20T09:00:00Z", "2026-11-23T09:00:00.000Z"],
  ])("%s after %s fires at %s", (expression, after, expected) => {
    expect(nextCronTick(expression, new Date(after)).toISOString()).toBe(expected);
  });

  it("fires once in the hour that daylight saving repeats", () => {
    const first = nextCronTick("TZ=Europe/London 30 1 * * *", new Date("2026-10-25T00:00:00Z"));
    const second = nextCronTick("TZ=Europe/London 30 1 * * *", first);
    expect(second.getTime() - first.getTime()).toBeGreaterThan(20 * 3_600_000);
  });
});

describe("ids and JSON", () => {
  it("ulids sort by time and compare with the first one of an instant", () => {
    expect(createUlid(1000) < createUlid(2000)).toBe(true);
    expect(createUlid(5000) >= firstUlidAt(5000)).toBe(true);
    expect(createUlid(4999) < firstUlidAt(5000)).toBe(true);
    expect(createUlid()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it("NUL characters, which Postgres refuses, are replaced; a written-out escape is not", () => {
    expect(JSON.parse(toJson({ a: "x\u0000y", b: "\\u0000" }))).toEqual({ a: "x\uFFFDy", b: "\\u0000" });
  });
});

describe("registration", () => {
  const client = new Inngest({ id: "app", isDev: true });
  type Options = Parameters<typeof client.createFunction>[0];
  const make = (
    options: object,
    handler: (ctx: { step: { ai?: unknown; run?: unknown } }) => unknown = () => null,
  ): InngestFunction.Any =>
    client.createFunction({ id: "f", triggers: [{ event: "go" }], ...options } as Options, handler as () => unknown);

  it.each([
    [{ batchEvents: { maxSize: 1, timeout: "1s" } }, "maxSize must be at least 2"],
    [{ batchEvents: { maxSize: 5, timeout: "5s" }, cancelOn: [{ event: "x" }] }, "cannot be combined with cancelOn"],
    [{ batchEvents: { maxSize: 5, timeout: "5s" }, priority: { run: "1" } }, "cannot be combined with priority"],
    [{ concurrency: [{ limit: 1 }, { limit: 2 }, { limit: 3 }] }, "at most 2 concurrency limits"],
    [{ cancelOn: Array.from({ length: 6 }, () => ({ event: "x" })) }, "at most 5 cancelOn"],
    [{ priority: { run: "event.data.p" } }, "must yield an integer"],
    [{ idempotency: "event.data." }, "cannot be read"],
    [{ rateLimit: { limit: 1, period: "48h" } }, "rateLimit.period must lie between"],
    [{ triggers: [{ cron: "every day" }] }, "is not a cron expression"],
  ])("refuses %j", (options, message) => {
    expect(() => assertSupported([make(options)])).toThrow(message);
  });

  it("refuses steps that need the Inngest server and two functions with one id", () => {
    expect(() => assertSupported([make({}, ({ step }) => step.ai)])).toThrow("step.ai needs the Inngest server");
    expect(() => assertSupported([make({}), make({})])).toThrow("two functions have this id");
  });

  it("accepts everything the engine supports", () => {
    const options = {
      concurrency: [{ limit: 1, key: "event.data.w" }],
      throttle: { limit: 10, period: "1s" },
      priority: { run: "event.data.vip == true ? 60 : 0" },
      triggers: [{ event: "go", if: "event.data.n > 1" }, { cron: "TZ=Europe/London 0 9 * * 1-5" }],
      cancelOn: [{ event: "stop", match: "data.id" }],
    };
    expect(() => assertSupported([make(options)])).not.toThrow();
  });
});
