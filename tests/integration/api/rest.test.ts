import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Permission } from "@/contracts/access";
import { authenticateApiKey, createApiKey, revokeApiKey } from "@/server/access";
import { restHandler } from "@/server/api/rest";
import { type RestRoute, restRoute } from "@/server/api/rest/route";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

type Answer = { status: number; headers: Headers; body: Record<string, never> & { error?: { code: string } } };
type Call = { body?: unknown; raw?: BodyInit; headers?: Record<string, string>; secret?: string | null };

async function keyOf(ctx: Ctx, scopes: Permission[] = ["contact:read", "contact:write", "apikey:manage"]) {
  return createApiKey(ctx, { name: "Test", scopes });
}

function clientOf(table: readonly RestRoute[] | undefined, secret: string | null) {
  const handle = table ? restHandler(table) : restHandler();
  return async (method: string, path: string, call: Call = {}): Promise<Answer> => {
    const headers = new Headers({ "content-type": "application/json", ...call.headers });
    const bearer = call.secret === undefined ? secret : call.secret;
    if (bearer !== null && !headers.has("authorization")) headers.set("authorization", `Bearer ${bearer}`);
    const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    const request = new Request(`http://localhost:3000/api/v1${path}`, { method, headers, body });
    const response = await handle(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
  };
}

/** A table of routes whose effects the test can count and delay. */
function countingTable() {
  const calls: unknown[] = [];
  let gate: Promise<void> = Promise.resolve();
  const spec = { name: "thing.make", permission: "contact:write" as const, input: z.object({ n: z.number() }) };
  const make = Object.assign(
    async (_ctx: Ctx, input: { n: number }) => {
      calls.push(input);
      await gate;
      if (input.n === 500) throw new Error("secret detail");
      if (input.n === 409) throw new AppError("CONFLICT", "No.");
      const parsed = spec.input.safeParse(input);
      if (!parsed.success) throw new AppError("VALIDATION_ERROR", "n: must be a number.");
      return { id: randomUUID(), n: input.n, version: 3 };
    },
    { spec },
  );
  const read = Object.assign(async () => ({ id: "x", version: 7 }), { spec: { ...spec, input: z.object({}) } });
  const table = [
    restRoute(make, { method: "POST", path: "/things", summary: "", tag: "" }),
    restRoute(make, { method: "POST", path: "/things/launch", summary: "", tag: "", needsIdempotencyKey: true }),
    restRoute(read, { method: "GET", path: "/things/{id}", summary: "", tag: "" }),
    restRoute(make, { method: "PATCH", path: "/things/{id}", summary: "", tag: "" }),
  ];
  const hold = (until: Promise<void>): void => {
    gate = until;
  };
  return { table, calls, hold };
}

describe("an API key", () => {
  useTestDatabase();

  it("opens its own workspace, is stored as a hash only and shown once", async () => {
    const ctx = await createWorkspace();
    const { secret, hint, id } = await keyOf(ctx);
    expect(secret).toMatch(/^sk_[0-9A-Za-z]{43}$/);
    expect(hint.replace("…", "")).toHaveLength(11);
    expect(await authenticateApiKey(secret, new Date())).toMatchObject({ workspaceNo: ctx.workspaceNo });
    const sql = pipelineSql();
    const dump = [
      await sql`select * from api_keys`,
      await sql`select * from audit_log`,
      await sql`select * from wf.inbox`,
      await sql`select * from idempotency_keys`,
    ];
    expect(JSON.stringify(dump)).not.toContain(secret);
    expect(JSON.stringify(await clientOf(undefined, secret)("GET", "/api-keys"))).not.toContain(secret);
    expect(id).toMatch(/^key_/);
  });

  it("is not opened by anything but the whole secret", async () => {
    const ctx = await createWorkspace();
    const { secret } = await keyOf(ctx);
    const call = clientOf(undefined, secret);
    expect((await call("GET", "/api-keys")).status).toBe(200);
    const flipped = secret.replace(/[a-z]/i, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase()));
    const wrong = [
      null,
      "",
      "sk_",
      secret.slice(0, 12),
      secret.slice(0, -1),
      `${secret}x`,
      secret.toUpperCase(),
      `sk_${flipped.slice(3)}S`,
      `${secret}\u00e9`,
      "%",
      "x".repeat(65_000),
      "' or 1=1 --",
    ];
    for (const bad of wrong) {
      const answer = await call("GET", "/api-keys", { secret: bad }).catch((error) => error);
      // The Fetch API itself refuses what is not a header value; a server never sees it.
      if (answer instanceof TypeError) continue;
      expect([bad, answer.status, answer.body.error?.code]).toEqual([bad, 401, "UNAUTHENTICATED"]);
    }
    for (const authorization of [`Basic ${secret}`, `Bearer ${secret}, Bearer ${secret}`, secret, "Bearer"])
      expect((await call("GET", "/api-keys", { headers: { authorization } })).status).toBe(401);
    expect((await call("GET", `/api-keys?api_key=${secret}&access_token=${secret}`, { secret: null })).status).toBe(
      401,
    );
  });

  it("is refused from the moment it is revoked, and after it expires", async () => {
    const ctx = await createWorkspace();
    const { secret, id } = await keyOf(ctx);
    await revokeApiKey(ctx, { id });
    await revokeApiKey(ctx, { id });
    expect(await authenticateApiKey(secret, new Date())).toBeNull();
    const soon = new Date(Date.now() + 60_000);
    const short = await createApiKey(ctx, { name: "Short", scopes: ["contact:read"], expiresAt: soon.toISOString() });
    expect(await authenticateApiKey(short.secret, new Date())).not.toBeNull();
    expect(await authenticateApiKey(short.secret, soon)).toBeNull();
  });

  it("carries no permission it was not given, and none its maker does not hold", async () => {
    const ctx = await createWorkspace();
    const { secret } = await keyOf(ctx, ["contact:read"]);
    const refused = await clientOf(undefined, secret)("GET", "/audit");
    expect([refused.status, refused.body.error]).toMatchObject([403, { details: { permission: "audit:read" } }]);
    const narrow: Ctx = {
      ...ctx,
      actor: { type: "api_key", keyId: "k", permissions: ["apikey:manage", "contact:read"] },
    };
    await expect(keyOf(narrow, ["contact:read", "contact:write"])).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(keyOf(as(ctx, "viewer"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("cannot touch a key of another workspace", async () => {
    const [a, b] = [await createWorkspace(), await createWorkspace()];
    const foreign = await keyOf(b);
    await expect(revokeApiKey(a, { id: foreign.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await authenticateApiKey(foreign.secret, new Date())).not.toBeNull();
  });

  it("remembers when it was last used, to the minute", async () => {
    const ctx = await createWorkspace();
    const { secret } = await keyOf(ctx);
    const used = async () => {
      const [row] = await pipelineSql()`select last_used_at from api_keys where workspace_no = ${ctx.workspaceNo}`;
      return row?.last_used_at?.getTime();
    };
    const start = Date.now() + 1000;
    await authenticateApiKey(secret, new Date(start));
    await authenticateApiKey(secret, new Date(start + 59_000));
    expect(await used()).toBe(start);
    await authenticateApiKey(secret, new Date(start + 61_000));
    expect(await used()).toBe(start + 61_000);
  });
});

describe("a request to the API", () => {
  useTestDatabase();

  async function client() {
    const { table, ...rest } = countingTable();
    const ctx = await createWorkspace();
    return { call: clientOf(table, (await keyOf(ctx)).secret), ctx, ...rest };
  }

  it("gets the one error body with a trace id for every refusal", async () => {
    const { call } = await client();
    const cases: [string, string, Call, number, string][] = [
      ["GET", "/nothing", {}, 404, "NOT_FOUND"],
      ["DELETE", "/things", {}, 405, "METHOD_NOT_ALLOWED"],
      ["POST", "/things", { raw: "{" }, 400, "BAD_REQUEST"],
      ["POST", "/things", { raw: '{"n":"\\u0000"}' }, 400, "BAD_REQUEST"],
      ["POST", "/things", { raw: Uint8Array.from([0x22, 0xff, 0x22]) }, 400, "BAD_REQUEST"],
      ["POST", "/things", { body: { n: 1 }, headers: { "content-type": "text/plain" } }, 415, "UNSUPPORTED_MEDIA_TYPE"],
      [
        "POST",
        "/things",
        { raw: "n=1", headers: { "content-type": "application/x-www-form-urlencoded" } },
        415,
        "UNSUPPORTED_MEDIA_TYPE",
      ],
      ["POST", "/things", { raw: `"${"x".repeat(1024 * 1024)}"` }, 413, "PAYLOAD_TOO_LARGE"],
      ["POST", "/things", { body: { n: "one" } }, 422, "VALIDATION_ERROR"],
      ["POST", "/things/launch", { body: { n: 1 } }, 400, "BAD_REQUEST"],
      ["POST", "/things", { body: { n: 1 }, headers: { "idempotency-key": "x".repeat(256) } }, 400, "BAD_REQUEST"],
      ["GET", "/things/%00", {}, 400, "BAD_REQUEST"],
      ["GET", "/things/%ff", {}, 400, "BAD_REQUEST"],
      ["POST", "/things", { body: { n: 500 } }, 500, "INTERNAL"],
    ];
    for (const [method, path, options, status, code] of cases) {
      const answer = await call(method, path, options);
      expect([method, path, answer.status, answer.body.error?.code]).toEqual([method, path, status, code]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.body.error).toMatchObject({ traceId: answer.headers.get("x-trace-id") });
      expect(JSON.stringify(answer.body)).not.toContain("secret detail");
    }
    expect((await call("DELETE", "/things")).headers.get("allow")).toBe("POST");
  });

  it("keeps the trace of the caller", async () => {
    const { call } = await client();
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const answer = await call("GET", "/things/x", { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    expect(answer.headers.get("x-trace-id")).toBe(trace);
  });

  it("answers 304 to whoever has this version", async () => {
    const { call } = await client();
    const tag = (await call("GET", "/things/x")).headers.get("etag");
    expect(tag).toBe('"v7"');
    expect((await call("GET", "/things/x", { headers: { "if-none-match": tag ?? "" } })).status).toBe(304);
  });

  it("cannot be turned into another method or place by headers that frameworks understand", async () => {
    const { call, calls } = await client();
    const headers = {
      "x-http-method-override": "DELETE",
      "x-middleware-subrequest": "middleware:middleware:middleware",
      "x-middleware-rewrite": "/api/v1/things",
      "x-nextjs-data": "1",
      "x-forwarded-host": "evil.example",
      "next-action": "x",
    };
    expect((await call("GET", "/things/x", { headers })).status).toBe(200);
    expect((await call("GET", "/things/x", { headers, secret: null })).status).toBe(401);
    expect(calls).toEqual([]);
  });
});

describe("an idempotency key", () => {
  useTestDatabase();

  async function client() {
    const { table, ...rest } = countingTable();
    const ctx = await createWorkspace();
    return { table, call: clientOf(table, (await keyOf(ctx)).secret), ctx, ...rest };
  }
  const withKey = (key: string, n = 1): Call => ({ body: { n }, headers: { "idempotency-key": key } });

  it("makes a repeated request one effect with one answer, quoted or bare", async () => {
    const { call, calls } = await client();
    const first = await call("POST", "/things", withKey("order-1"));
    const again = await call("POST", "/things", withKey('"order-1"'));
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect([first, again].map((a) => a.headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect(calls).toHaveLength(1);
  });

  it("lets one of twenty equal requests at once run; the others are told it is running, or get its answer", async () => {
    const { call, calls, hold } = await client();
    let release = () => {};
    hold(
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    const racing = Array.from({ length: 20 }, () => call("POST", "/things", withKey("race")));
    const early = await Promise.race(racing);
    expect([early.status, early.body.error?.code]).toEqual([409, "IDEMPOTENCY_IN_PROGRESS"]);
    release();
    const statuses = (await Promise.all(racing)).map((a) => a.status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it("is refused with another payload", async () => {
    const { call, calls } = await client();
    await call("POST", "/things", withKey("k", 1));
    const other = await call("POST", "/things", withKey("k", 2));
    expect([other.status, other.body.error?.code]).toEqual([422, "IDEMPOTENCY_MISMATCH"]);
    expect(calls).toHaveLength(1);
  });

  it("belongs to a workspace and a route", async () => {
    const a = await client();
    await a.call("POST", "/things", withKey("k"));
    const other = clientOf(a.table, (await keyOf(await createWorkspace())).secret);
    expect((await other("POST", "/things", withKey("k"))).headers.get("idempotency-replayed")).toBeNull();
    expect((await a.call("PATCH", "/things/x", withKey("k"))).headers.get("idempotency-replayed")).toBeNull();
    expect(a.calls).toHaveLength(3);
  });

  it("stays free after an answer that asks to mend the request, and after a failure of ours", async () => {
    for (const n of [500, Number.NaN]) {
      const { call, calls } = await client();
      const bad = { raw: n === 500 ? '{"n":500}' : '{"n":"x"}', headers: { "idempotency-key": "k" } };
      expect((await call("POST", "/things", bad)).status).toBe(n === 500 ? 500 : 422);
      expect((await call("POST", "/things", withKey("k"))).status).toBe(201);
      expect(calls).toHaveLength(2);
    }
  });

  it("replays a refusal that will not change", async () => {
    const { call, calls } = await client();
    const [first, again] = [
      await call("POST", "/things", withKey("k", 409)),
      await call("POST", "/things", withKey("k", 409)),
    ];
    expect([again.status, again.body, again.headers.get("content-type")]).toEqual([
      409,
      first.body,
      "application/problem+json",
    ]);
    expect(calls).toHaveLength(1);
  });

  it("is forgotten after 24 hours, and free again when its process died", async () => {
    const { call, calls, ctx } = await client();
    const sql = pipelineSql();
    await call("POST", "/things", withKey("old"));
    await sql`update idempotency_keys set created_at = now() - interval '24 hours 1 second' where workspace_no = ${ctx.workspaceNo}`;
    expect((await call("POST", "/things", withKey("old", 2))).status).toBe(201);
    await sql`update idempotency_keys set status = null, body = null, locked_until = now() - interval '1 second'
      where workspace_no = ${ctx.workspaceNo}`;
    expect((await call("POST", "/things", withKey("old", 2))).status).toBe(201);
    expect(calls).toHaveLength(3);
  });

  it("does not leave a secret readable in the database", async () => {
    const ctx = await createWorkspace();
    const { secret } = await keyOf(ctx);
    const call = clientOf(undefined, secret);
    const body = { name: "Replayed", scopes: ["contact:read"] };
    const made = await call("POST", "/api-keys", { body, headers: { "idempotency-key": "k" } });
    const again = await call("POST", "/api-keys", { body, headers: { "idempotency-key": "k" } });
    expect(again.body).toEqual(made.body);
    const rows = await pipelineSql()`select body from idempotency_keys where workspace_no = ${ctx.workspaceNo}`;
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain((made.body as { secret?: string }).secret ?? "?");
  });
});

describe("the rate limit", () => {
  useTestDatabase();

  it("lets exactly the allowed number through per workspace, whatever the caller says about itself", async () => {
    process.env.API_RATE_LIMIT = "30";
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    const { table } = countingTable();
    const ctx = await createWorkspace();
    const [one, two] = [clientOf(table, (await keyOf(ctx)).secret), clientOf(table, (await keyOf(ctx)).secret)];
    const other = clientOf(table, (await keyOf(await createWorkspace())).secret);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 ? one : two)("GET", "/things/x", { headers: { "x-forwarded-for": `10.0.0.${n}` } }),
      ),
    );
    expect(answers.filter((a) => a.status === 200)).toHaveLength(30);
    const refused = answers.filter((a) => a.status === 429);
    expect(refused).toHaveLength(10);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused[0]?.headers.get("x-ratelimit-limit")).toBe("30");
    expect(refused[0]?.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await other("GET", "/things/x")).status).toBe(200);
    Reflect.deleteProperty(process.env, "API_RATE_LIMIT");
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });
});
