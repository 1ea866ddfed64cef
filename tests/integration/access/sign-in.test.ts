import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { describe, expect, it, vi } from "vitest";
import { ctxForRequest } from "@/server/api/auth";
import { sessionSecret } from "@/server/api/auth/session-cookie";
import { appRouter } from "@/server/api/trpc/root";
import { pipelineSql } from "@/server/platform/db";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { callAuth, createPerson, csrfOf, signIn, slugOfWorkspace } from "../../support/sign-in";

/** Counts the password checks that cost a hash. */
const hashing = vi.hoisted(() => ({ count: 0 }));
vi.mock("hash-wasm", async (original) => {
  const real = await original<typeof import("hash-wasm")>();
  const argon2Verify: typeof real.argon2Verify = (options) => {
    hashing.count += 1;
    return real.argon2Verify(options);
  };
  return { ...real, argon2Verify };
});

const PASSWORD = "correct horse battery";
const anAddress = () => `${randomBytes(6).toString("hex")}@bright-bakery.example`;

describe("signing in with a password", () => {
  useTestDatabase();

  it("opens the workspace with the role the database has, and cookies no script can read", async () => {
    const workspace = await createWorkspace();
    const email = anAddress();
    await createPerson(email, PASSWORD, [{ workspace, role: "analyst" }]);
    const jar = new CookieJar();
    const answer = await signIn(jar, email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(200);
    expect(jar.attributes.get("carillon.session")).toMatch(/HttpOnly/);
    expect(jar.attributes.get("carillon.session")).toMatch(/SameSite=Lax/i);
    const { ctx } = await ctxForRequest(jar.headers(), await slugOfWorkspace(workspace));
    expect(ctx).toMatchObject({ workspaceNo: workspace.workspaceNo, actor: { type: "member", role: "analyst" } });
  });

  it("answers alike for a wrong password and an address nobody has", async () => {
    const email = anAddress();
    await createPerson(email, PASSWORD);
    const answers = await Promise.all(
      [email, anAddress()].map(async (address) => {
        const answer = await signIn(new CookieJar(), address, "wrong password here");
        return { status: answer.status, body: await answer.text() };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(401);
  });

  it("refuses the eleventh wrong password with 429, and the right one too, but not from another client", async () => {
    const email = anAddress();
    await createPerson(email, PASSWORD);
    const from = (peer: string, password: string) => signIn(new CookieJar(), email, password, { peer });
    for (let n = 0; n < 10; n += 1) expect((await from("192.0.2.1", "wrong password here")).status).toBe(401);
    const refused = await from("192.0.2.1", PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await from("192.0.2.2", PASSWORD)).status).toBe(200);
  });

  it("does not count right passwords", async () => {
    const email = anAddress();
    await createPerson(email, PASSWORD);
    for (let n = 0; n < 12; n += 1)
      expect((await signIn(new CookieJar(), email, PASSWORD, { peer: "192.0.2.9" })).status).toBe(200);
  });

  it("does not hash a password of a megabyte", async () => {
    const { signInWithPassword } = await import("@/server/access");
    hashing.count = 0;
    const input = { email: anAddress(), password: "x".repeat(1 << 20), peer: "192.0.2.3", now: new Date() };
    expect(await signInWithPassword(input)).toEqual({ ok: false, reason: "wrong" });
    expect(hashing.count).toBe(0);
    expect(await signInWithPassword({ ...input, password: "x".repeat(20) })).toEqual({ ok: false, reason: "wrong" });
    expect(hashing.count).toBe(1);
  });

  it("needs the CSRF token of the same browser", async () => {
    const email = anAddress();
    await createPerson(email, PASSWORD);
    const jar = new CookieJar();
    await csrfOf(jar);
    const stranger = await csrfOf(new CookieJar());
    await callAuth(jar, "callback/password", { csrfToken: stranger, email, password: PASSWORD, json: "true" });
    expect(jar.cookies.has("carillon.session")).toBe(false);
  });

  it("refuses a sign-in posted by another site", async () => {
    const strangers: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of strangers)
      expect((await callAuth(new CookieJar(), "callback/password", {}, { headers })).status).toBe(403);
  });
});

describe("a session", () => {
  useTestDatabase();

  async function signedIn(role: "marketing_admin" | "viewer" = "viewer") {
    const workspace = await createWorkspace();
    const email = anAddress();
    const userId = await createPerson(email, PASSWORD, [{ workspace, role }]);
    const jar = new CookieJar();
    await signIn(jar, email, PASSWORD);
    return { workspace, email, userId, jar, slug: await slugOfWorkspace(workspace) };
  }

  it("has a new id after each sign-in, and the one before is dead", async () => {
    const { jar, email, slug } = await signedIn();
    const before = jar.headers();
    await signIn(jar, email, PASSWORD);
    expect((await ctxForRequest(before, slug)).ctx).toBeNull();
    expect((await ctxForRequest(jar.headers(), slug)).ctx).not.toBeNull();
  });

  it("ends on the server at sign-out, also for a copy of the cookie", async () => {
    const { jar, slug } = await signedIn();
    const copy = jar.headers();
    await callAuth(jar, "signout", { csrfToken: await csrfOf(jar), json: "true" });
    expect(jar.cookies.has("carillon.session")).toBe(false);
    expect((await ctxForRequest(copy, slug)).refusal?.code).toBe("UNAUTHENTICATED");
  });

  it("ends everywhere else when the password changes, and the old password is dead", async () => {
    const { jar, email, slug } = await signedIn();
    const here = new CookieJar();
    await signIn(here, email, PASSWORD);
    const caller = async () => appRouter.createCaller(await ctxForRequest(here.headers(), slug));
    const next = "another long sentence";
    const wrong = (await caller()).access.changePassword({ current: "not the present one", next });
    await expect(wrong).rejects.toMatchObject({ message: "That is not your present password." });
    expect((await ctxForRequest(jar.headers(), slug)).ctx).not.toBeNull();
    await (await caller()).access.changePassword({ current: PASSWORD, next });
    expect((await ctxForRequest(jar.headers(), slug)).ctx).toBeNull();
    expect((await ctxForRequest(here.headers(), slug)).ctx).not.toBeNull();
    expect((await signIn(new CookieJar(), email, PASSWORD)).status).toBe(401);
    expect((await signIn(new CookieJar(), email, next)).status).toBe(200);
  });

  it("is not ended by a sign-out another site sends", async () => {
    const { jar, slug } = await signedIn();
    await callAuth(jar, "signout", { csrfToken: await csrfOf(jar) }, { headers: { origin: "https://evil.example" } });
    expect((await ctxForRequest(jar.headers(), slug)).ctx).not.toBeNull();
  });

  it("ends after 30 days, and after 7 days without use", async () => {
    for (const column of ["expires_at", "last_seen_at"]) {
      const { jar, userId, slug } = await signedIn();
      const sql = pipelineSql();
      await sql`update auth_sessions set ${sql(column)} = now() - interval '7 days 1 second' where user_id = ${userId}`;
      expect((await ctxForRequest(jar.headers(), slug)).refusal?.code).toBe("UNAUTHENTICATED");
    }
  });

  it("shows a demotion, a suspension and a removal on the next request", async () => {
    const { jar, userId, slug } = await signedIn("marketing_admin");
    const sql = pipelineSql();
    await sql`update members set role = 'viewer' where user_id = ${userId}`;
    expect((await ctxForRequest(jar.headers(), slug)).ctx?.actor).toMatchObject({ role: "viewer" });
    await sql`update members set status = 'suspended' where user_id = ${userId}`;
    expect((await ctxForRequest(jar.headers(), slug)).refusal?.code).toBe("FORBIDDEN");
    await sql`delete from members where user_id = ${userId}`;
    expect((await ctxForRequest(jar.headers(), slug)).refusal?.code).toBe("NOT_FOUND");
  });

  it("cannot tell another tenant's workspace from one that does not exist", async () => {
    const { jar } = await signedIn();
    const foreign = await slugOfWorkspace(await createWorkspace());
    const answers = await Promise.all([foreign, "no-such-place"].map((slug) => ctxForRequest(jar.headers(), slug)));
    expect(answers.map((a) => [a.ctx, a.refusal?.code, a.refusal?.message])).toEqual([
      [null, "NOT_FOUND", "This workspace does not exist."],
      [null, "NOT_FOUND", "This workspace does not exist."],
    ]);
  });

  it("is not opened by any forged token", async () => {
    const { jar, slug } = await signedIn();
    const good = jar.cookies.get("carillon.session") ?? "";
    const [head = "", ...rest] = good.split(".");
    const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const sid = (
      await pipelineSql()<{ id: string }[]>`select id from auth_sessions order by created_at desc limit 1`
    )[0]?.id;
    const forged = {
      none: `${b64({ alg: "none" })}.${b64({ sid })}.`,
      hs256: `${b64({ alg: "HS256", typ: "JWT" })}.${b64({ sid })}.c2ln`,
      jwkHeader: [b64({ alg: "dir", enc: "A256GCM", jwk: { kty: "oct", k: "AAAA" } }), ...rest].join("."),
      kidPath: [b64({ alg: "dir", enc: "A256GCM", kid: "../../etc/passwd" }), ...rest].join("."),
      altered: `${good.slice(0, -2)}${good.endsWith("AA") ? "BB" : "AA"}`,
      truncated: head,
      otherKey: await encode({ token: { sid }, secret: "x".repeat(43) }),
      expired: await encode({ token: { sid }, secret: sessionSecret(), maxAge: -60 }),
      unknownSession: await encode({ token: { sid: crypto.randomUUID() }, secret: sessionSecret() }),
      notAnId: await encode({ token: { sid: "' or 1=1" }, secret: sessionSecret() }),
      empty: "",
      huge: "a".repeat(70_000),
    };
    for (const [name, token] of Object.entries(forged)) {
      const { refusal } = await ctxForRequest(new Headers({ cookie: `carillon.session=${token}` }), slug);
      expect([name, refusal?.code]).toEqual([name, "UNAUTHENTICATED"]);
    }
    expect((await ctxForRequest(jar.headers(), slug)).ctx).not.toBeNull();
  });
});
