import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicId } from "@/contracts/ids";
import { enforceSso, inviteMember, listMembers, listSsoConnections, setBreakGlass } from "@/server/access";
import { ctxForRequest } from "@/server/api/auth";
import { pipelineSql } from "@/server/platform/db";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { type OidcProvider, startOidcProvider } from "../../support/oidc-provider";
import { callAuth, createPerson, csrfOf, ORIGIN, signIn } from "../../support/sign-in";
import { account, aDomain, connected, signInBySso, walkThroughIdp } from "../../support/sso";

const PASSWORD = "correct horse battery";

let idp: OidcProvider;
beforeAll(async () => {
  idp = await startOidcProvider();
});
afterAll(async () => {
  await idp.stop();
});

async function tryConnection(jar: CookieJar, id: string, login: string): Promise<string> {
  const csrfToken = await csrfOf(jar);
  const leaving = await callAuth(jar, `signin/${id}`, { csrfToken, callbackUrl: "/login/tested", test: "1" });
  const back = await walkThroughIdp(leaving.headers.get("location") ?? "", login);
  const answer = await callAuth(jar, back.slice(`${ORIGIN}/api/auth/`.length));
  return answer.headers.get("location") ?? "";
}

/** An admin with a password, signed in. */
async function admin(workspace: Awaited<ReturnType<typeof connected>>) {
  const email = `admin@${workspace.domain}`;
  const userId = await createPerson(email, PASSWORD, [{ workspace: workspace.ctx, role: "marketing_admin" }]);
  const [row] = await pipelineSql()<{ id: string }[]>`select id from members where user_id = ${userId}`;
  const jar = new CookieJar();
  await signIn(jar, email, PASSWORD);
  return { jar, id: publicId("member", row?.id ?? "") };
}

describe("a test sign-in", () => {
  useTestDatabase();

  it("notes who came through, signs nobody in or out, and makes nobody a member", async () => {
    const workspace = await connected(idp);
    const { jar } = await admin(workspace);
    const before = jar.cookies.get("carillon.session");
    const login = account(idp, `grace@${workspace.domain}`);
    expect(await tryConnection(jar, workspace.id, login)).toBe(`${ORIGIN}/login/tested`);
    expect(jar.cookies.get("carillon.session")).toBe(before);
    expect((await listMembers(workspace.ctx, {})).data).toHaveLength(1);
    const [connection] = (await listSsoConnections(workspace.ctx, {})).data;
    expect(connection?.tested?.email).toBe(`grace@${workspace.domain}`);
    // The next sign-in of the same browser is a real one again.
    expect(await signInBySso(jar, workspace.id, login)).toBe(`${ORIGIN}/`);
    expect((await listMembers(workspace.ctx, {})).data).toHaveLength(2);
  });

  it("of somebody who would not be let in says why and does not count", async () => {
    const workspace = await connected(idp);
    const jar = new CookieJar();
    const login = account(idp, `grace@${aDomain()}`);
    expect(await tryConnection(jar, workspace.id, login)).toBe(`${ORIGIN}/login/tested?error=sso_domain_not_verified`);
    expect((await listSsoConnections(workspace.ctx, {})).data[0]?.tested).toBeNull();
  });
});

describe("a sign-in that fails inside", () => {
  const database = useTestDatabase();

  it("says nothing of statements, tables or values, by password or by SSO", async () => {
    const workspace = await connected(idp);
    await createPerson(`ada@${workspace.domain}`, PASSWORD);
    const login = account(idp, `grace@${workspace.domain}`);
    const owner = postgres(database().ownerUrl, { max: 1 });
    // Both roads end at a table that is away.
    await owner.unsafe("alter table auth_sessions rename to auth_sessions_away");
    await owner.end();
    const bySso = await signInBySso(new CookieJar(), workspace.id, login);
    const byPassword = await (await signIn(new CookieJar(), `ada@${workspace.domain}`, PASSWORD)).text();
    expect(`${bySso} ${byPassword}`).not.toMatch(/insert|select|auth_sessions|relation|params/i);
    expect(bySso).toContain("error=");
  });
});

describe("enforcing single sign-on", () => {
  useTestDatabase();

  it("asks for a tried connection and a break-glass admin, then shuts passwords out with the next request", async () => {
    const workspace = await connected(idp);
    const { ctx, slug } = workspace;
    const [boss, keeper] = [await admin(workspace), await admin({ ...workspace, domain: aDomain() })];
    await expect(enforceSso(ctx, { on: true })).rejects.toThrow(/Try the sign-in first/);
    await tryConnection(new CookieJar(), workspace.id, account(idp, `grace@${workspace.domain}`));
    const now = { ...ctx, now: new Date() };
    await expect(enforceSso(now, { on: true })).rejects.toThrow(/break-glass/);
    await setBreakGlass(now, { id: keeper.id, on: true });
    await enforceSso(now, { on: true });
    expect((await ctxForRequest(boss.jar.headers(), slug)).refusal).toMatchObject({ code: "FORBIDDEN" });
    expect((await ctxForRequest(keeper.jar.headers(), slug)).ctx).not.toBeNull();
    await expect(setBreakGlass(now, { id: keeper.id, on: false })).rejects.toThrow(/must stay/);
    const bySso = new CookieJar();
    expect(await signInBySso(bySso, workspace.id, account(idp, `ada@${workspace.domain}`))).toBe(`${ORIGIN}/`);
    expect((await ctxForRequest(bySso.headers(), slug)).ctx).not.toBeNull();
    await enforceSso(now, { on: false });
    expect((await ctxForRequest(boss.jar.headers(), slug)).ctx).not.toBeNull();
  });

  it("gives an invited person the invited role, and nobody else", async () => {
    const workspace = await connected(idp);
    const email = `grace@${workspace.domain}`;
    await inviteMember(workspace.ctx, { email, role: "content_editor" });
    await signInBySso(new CookieJar(), workspace.id, account(idp, `ada@${workspace.domain}`));
    await signInBySso(new CookieJar(), workspace.id, account(idp, email));
    const { data } = await listMembers(workspace.ctx, {});
    expect(Object.fromEntries(data.map((member) => [member.email, member.role.id]))).toEqual({
      [`ada@${workspace.domain}`]: "analyst",
      [email]: "content_editor",
    });
  });
});
