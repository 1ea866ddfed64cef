import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addSsoDomain,
  createSsoConnection,
  deleteSsoConnection,
  findSignIn,
  findSsoConnection,
  listSsoConnections,
  signInWithSso,
  updateSsoConnection,
  verifySsoDomain,
} from "@/server/access";
import { makeVerifySsoDomain } from "@/server/access/processes/verify-sso-domain";
import { ctxForRequest } from "@/server/api/auth";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { type OidcClaims, type OidcProvider, startOidcProvider } from "../../support/oidc-provider";
import { callAuth, createPerson, ORIGIN, signIn, slugOfWorkspace } from "../../support/sign-in";
import { account, connected, leave, signInBySso, walkThroughIdp } from "../../support/sso";

let idp: OidcProvider;
let otherIdp: OidcProvider;
beforeAll(async () => {
  [idp, otherIdp] = [await startOidcProvider(), await startOidcProvider()];
});
afterAll(async () => {
  await Promise.all([idp.stop(), otherIdp.stop()]);
});

describe("signing in by a workspace's own OpenID provider", () => {
  useTestDatabase();

  it("makes a member with the connection's role, and finds the same person the next time", async () => {
    const { id, slug, domain } = await connected(idp);
    const login = account(idp, `grace@${domain}`);
    for (let n = 0; n < 2; n += 1) {
      const jar = new CookieJar();
      expect(await signInBySso(jar, id, login)).toBe(`${ORIGIN}/`);
      const { ctx } = await ctxForRequest(jar.headers(), slug);
      expect(ctx?.actor).toMatchObject({ type: "member", role: "analyst", name: "Grace Hopper" });
    }
    const found = await pipelineSql()`select 1 from sso_identities where subject = ${login}`;
    expect(found).toHaveLength(1);
  });

  it("asks with PKCE, state and nonce", async () => {
    const { id } = await connected(idp);
    const url = new URL(await leave(new CookieJar(), id));
    expect(url.origin).toBe(idp.issuer);
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"]) expect(url.searchParams.get(name)).toMatch(/.{20,}/);
  });

  it("knows people by issuer and subject: the same e-mail or subject from another provider is somebody else", async () => {
    const a = await connected(idp);
    const b = await connected(otherIdp);
    const email = `grace@${a.domain}`;
    const login = account(idp, email);
    const jarA = new CookieJar();
    await signInBySso(jarA, a.id, login);
    const [before] = await pipelineSql()`select user_id from sso_identities where subject = ${login}`;
    // B's provider says it is the same person: same subject, same address, verified, as it claims.
    otherIdp.setAccount(login, { sub: login, email, email_verified: true, name: "Mallory" });
    const jarB = new CookieJar();
    expect(await signInBySso(jarB, b.id, login)).toBe(`${ORIGIN}/login?error=sso_domain_not_verified`);
    expect(jarB.cookies.has("carillon.session")).toBe(false);
    const after = await pipelineSql()`select user_id from sso_identities where subject = ${login}`;
    expect(after).toEqual([before]);
  });

  it("opens that workspace only, even for somebody the provider calls by a colleague's address elsewhere", async () => {
    const a = await connected(idp);
    const b = await createWorkspace();
    const email = `owner@${a.domain}`;
    const ownerId = await createPerson(email, "correct horse battery", [{ workspace: b, role: "marketing_admin" }]);
    const jar = new CookieJar();
    await signInBySso(jar, a.id, account(idp, email));
    const { session } = await ctxForRequest(jar.headers(), a.slug);
    expect(session?.userId).not.toBe(ownerId);
    expect((await ctxForRequest(jar.headers(), await slugOfWorkspace(b))).refusal?.code).toBe("NOT_FOUND");
    expect((await signIn(new CookieJar(), email, "correct horse battery")).status).toBe(200);
  });

  it("stays in its workspace when the same person is made a member of another", async () => {
    const a = await connected(idp);
    const b = await createWorkspace();
    const jar = new CookieJar();
    await signInBySso(jar, a.id, account(idp, `grace@${a.domain}`));
    const { session } = await ctxForRequest(jar.headers(), a.slug);
    await pipelineSql()`insert into members (workspace_no, member_no, id, user_id, role)
      values (${b.workspaceNo}, 1, gen_random_uuid(), ${session?.userId ?? ""}, 'viewer')`;
    expect((await ctxForRequest(jar.headers(), await slugOfWorkspace(b))).refusal?.code).toBe("NOT_FOUND");
  });

  it.each<[string, Partial<OidcClaims>, string]>([
    ["an e-mail the provider did not verify", { email_verified: false }, "sso_email_not_verified"],
    ["no word on verification", { email_verified: undefined }, "sso_email_not_verified"],
    ["a domain the workspace did not verify", { email: "grace@elsewhere.example" }, "sso_domain_not_verified"],
    ["a domain that only ends alike", { email: `grace@evil-` }, "sso_domain_not_verified"],
  ])("refuses a new person with %s", async (_, more, reason) => {
    const { id, domain } = await connected(idp);
    const login = account(idp, `grace@${domain}`);
    const email = more.email?.endsWith("-") ? `${more.email}${domain}` : (more.email ?? `grace@${domain}`);
    idp.setAccount(login, { sub: login, email, email_verified: true, ...more, ...(more.email && { email }) });
    const jar = new CookieJar();
    expect(await signInBySso(jar, id, login)).toBe(`${ORIGIN}/login?error=${reason}`);
    expect(jar.cookies.has("carillon.session")).toBe(false);
  });

  it("knows a person again after the provider changed the e-mail, without touching who owns that address", async () => {
    const { id, slug, domain } = await connected(idp);
    const login = account(idp, `grace@${domain}`);
    await signInBySso(new CookieJar(), id, login);
    idp.setAccount(login, { sub: login, email: "boss@elsewhere.example", email_verified: true });
    const jar = new CookieJar();
    await signInBySso(jar, id, login);
    const { session } = await ctxForRequest(jar.headers(), slug);
    expect(session?.userEmail).toBe(`grace@${domain}`);
  });

  it("refuses what another issuer says, even about somebody it knows", async () => {
    const { id, domain } = await connected(idp);
    const connection = await findSsoConnection(id);
    if (!connection) throw new Error("The connection is there.");
    const claims = { subject: "s", email: `grace@${domain}`, isEmailVerified: true, name: "Grace" };
    const say = (issuer: string) => signInWithSso(connection, { ...claims, issuer }, new Date());
    expect(await say(idp.issuer)).toMatchObject({ ok: true });
    expect(await say(otherIdp.issuer)).toEqual({ ok: false, reason: "sso_issuer" });
  });

  it("refuses a suspended member and one who was removed", async () => {
    const { id, domain, ctx } = await connected(idp);
    const login = account(idp, `grace@${domain}`);
    await signInBySso(new CookieJar(), id, login);
    const sql = pipelineSql();
    await sql`update members set status = 'suspended' where workspace_no = ${ctx.workspaceNo}`;
    expect(await signInBySso(new CookieJar(), id, login)).toContain("error=sso_suspended");
    await sql`delete from members where workspace_no = ${ctx.workspaceNo}`;
    expect(await signInBySso(new CookieJar(), id, login)).toContain("error=sso_not_member");
  });

  it("refuses an answer brought by another browser, replayed, without state or for another connection", async () => {
    const { id, domain } = await connected(idp);
    const other = await connected(idp);
    const login = account(idp, `grace@${domain}`);
    const jar = new CookieJar();
    const back = await walkThroughIdp(await leave(jar, id), login);
    const path = back.slice(`${ORIGIN}/api/auth/`.length);
    const bring = async (browser: CookieJar, to: string) => {
      await callAuth(browser, to);
      return browser.cookies.has("carillon.session");
    };
    const victim = new CookieJar();
    await leave(victim, id);
    expect(await bring(victim, path)).toBe(false);
    const copy = new CookieJar();
    for (const [name, value] of jar.cookies) copy.cookies.set(name, value);
    expect(await bring(copy, path.replace(/state=[^&]*/, "state=x"))).toBe(false);
    expect(await bring(copy, path.replace(id, other.id))).toBe(false);
    expect(await bring(jar, path)).toBe(true);
    expect(await bring(new CookieJar(), path)).toBe(false);
  });

  it("ends the sessions it opened when the connection is switched off or deleted", async () => {
    for (const end of [
      (ctx: Ctx, id: string) => updateSsoConnection(ctx, { id, enabled: false }),
      (ctx: Ctx, id: string) => deleteSsoConnection(ctx, { id }),
    ]) {
      const { ctx, id, slug, domain } = await connected(idp);
      const jar = new CookieJar();
      await signInBySso(jar, id, account(idp, `grace@${domain}`));
      await end(ctx, id);
      expect((await ctxForRequest(jar.headers(), slug)).refusal?.code).toBe("UNAUTHENTICATED");
      expect(await leave(new CookieJar(), id)).toBe(`${ORIGIN}/login?error=sso_unknown`);
    }
  });
});

describe("an e-mail domain", () => {
  useTestDatabase();

  it("leads to its connection only after it was proven, and never says whether a person exists", async () => {
    const { ctx, id, domain } = await connected(idp);
    const unproven = "bright-bakery.dev";
    await addSsoDomain(ctx, { id, domain: unproven });
    expect(await findSignIn(`nobody@${domain}`)).toEqual({ kind: "sso", connectionId: id });
    expect(await findSignIn(`grace@${unproven}`)).toEqual({ kind: "password" });
    expect(await findSignIn("not an address")).toEqual({ kind: "password" });
  });

  it("is proven by the TXT record of this workspace and by no other", async () => {
    const { ctx, id } = await connected(idp);
    const domain = "bright-bakery.dev";
    const { record } = await addSsoDomain(ctx, { id, domain });
    const withRecords = (records: string[][]) => makeVerifySsoDomain(async () => records)(ctx, { id, domain });
    for (const records of [[], [["carillon-verification=other"]], [[`${record.value}x`]], [["v=spf1 -all"]]])
      await expect(withRecords(records)).rejects.toMatchObject({ code: "CONFLICT" });
    const [head, tail] = [record.value.slice(0, 20), record.value.slice(20)];
    expect(await withRecords([["v=spf1 -all"], [head, tail]])).toMatchObject({ isVerified: true });
  });

  it("belongs to one workspace: a second one cannot verify it", async () => {
    const { domain } = await connected(idp);
    const ctx = await createWorkspace();
    const { id } = await createSsoConnection(ctx, {
      name: "Copy",
      issuer: idp.issuer,
      clientId: "x",
      clientSecret: "y",
    });
    await addSsoDomain(ctx, { id, domain });
    await expect(verifySsoDomain(ctx, { id, domain })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("keeps the client secret sealed and shows it to nobody", async () => {
    const ctx = await createWorkspace();
    const clientSecret = randomBytes(12).toString("hex");
    await createSsoConnection(ctx, { name: "X", issuer: "https://login.example.com", clientId: "x", clientSecret });
    const rows = await pipelineSql()`select * from sso_connections where workspace_no = ${ctx.workspaceNo}`;
    const audit = await pipelineSql()`select * from audit_log where workspace_no = ${ctx.workspaceNo}`;
    const shown = await listSsoConnections(ctx, {});
    expect(JSON.stringify([rows, audit, shown])).not.toContain(clientSecret);
    expect(rows).toHaveLength(1);
  });

  it.each(["http://login.example.com", "ftp://x.example", "https://u:p@x.example", "https://x.example?a=1", "x"])(
    "refuses the issuer %s",
    async (issuer) => {
      const ctx = await createWorkspace();
      const attempt = createSsoConnection(ctx, { name: "X", issuer, clientId: "x", clientSecret: "y" });
      await expect(attempt).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    },
  );
});
