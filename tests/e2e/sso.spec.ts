import { randomBytes } from "node:crypto";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { type OidcProvider, startOidcProvider } from "../support/oidc-provider";
import { startApp } from "./support/app";
import { credentials } from "./support/credentials";

const authorization = `Bearer ${credentials.apiKey}`;

async function post<T>(request: APIRequestContext, path: string, data: object): Promise<T> {
  const answer = await request.post(`/api/v1${path}`, { data, headers: { authorization } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** A connection made over the API, registered at a provider, with one verified domain. */
async function connect(request: APIRequestContext, baseURL: string, idp: OidcProvider) {
  const domain = `${randomBytes(5).toString("hex")}.example`;
  const placeholder = { name: "Company login", issuer: idp.issuer, clientId: "later", clientSecret: "later" };
  const { id } = await post<{ id: string }>(request, "/sso/connections", { ...placeholder, defaultRole: "analyst" });
  const client = idp.registerClient(`${baseURL}/api/auth/callback/${id}`);
  const headers = { authorization };
  expect((await request.patch(`/api/v1/sso/connections/${id}`, { data: client, headers })).status()).toBe(200);
  await post(request, `/sso/connections/${id}/domains`, { domain });
  await post(request, `/sso/connections/${id}/domains/${domain}/verify`, {});
  return { id, domain };
}

async function signInWithPassword(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe("signing in by SSO", () => {
  let idp: OidcProvider;
  test.beforeAll(async () => {
    idp = await startOidcProvider();
  });
  test.afterAll(() => idp.stop());

  test("goes from the e-mail address to the company's provider and back into the workspace", async ({
    page,
    request,
    baseURL,
  }) => {
    const { domain } = await connect(request, baseURL ?? "", idp);
    const email = `grace@${domain}`;
    idp.setAccount("grace", { sub: randomBytes(8).toString("hex"), email, email_verified: true, name: "Grace Hopper" });
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page).toHaveTitle("Test identity provider");
    await page.getByLabel("Login").fill("grace");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/w\/northwind-tea$/);
    await expect(page.getByRole("button", { name: "Account of Grace Hopper" })).toBeVisible();
    const members = await request.get("/api/v1/members", { headers: { authorization } });
    const found = (await members.json()).data.find((member: { email: string }) => member.email === email);
    expect(found).toMatchObject({ role: { id: "analyst" }, signIn: "sso", name: "Grace Hopper" });
    await page.goto("/w/northwind-tea/settings/api-keys");
    await expect(page.getByText("apikey:manage")).toBeVisible();
  });

  test("says in words why somebody of an unproven domain is not let in", async ({ page, request, baseURL }) => {
    const { id } = await connect(request, baseURL ?? "", idp);
    idp.setAccount("eve", {
      sub: randomBytes(8).toString("hex"),
      email: "eve@elsewhere.example",
      email_verified: true,
    });
    await page.goto(`/login?connection=${id}`);
    await page.getByRole("button", { name: "Continue with your company's sign-in" }).click();
    await page.getByLabel("Login").fill("eve");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(
      page.getByRole("alert").filter({ hasText: "not in a domain your company has verified" }),
    ).toBeVisible();
    await page.goto("/w/northwind-tea");
    await expect(page).toHaveURL(/\/login/);
  });
});

test("a password opens the workspace, and signing out closes it", async ({ page }) => {
  await signInWithPassword(page, credentials.email, "not the password at all");
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
  await signInWithPassword(page, credentials.email, credentials.password);
  await expect(page).toHaveURL(/\/w\/northwind-tea$/);
  const cookies = (await page.context().cookies()).filter((cookie) => cookie.name.includes("session"));
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  // A press before the page has come to life is lost, as it is for a person: press again.
  const signOut = page.getByRole("menuitem", { name: "Sign out" });
  await expect(async () => {
    const account = page.getByRole("button", { name: /^Account of/ });
    if ((await account.getAttribute("aria-expanded")) !== "true") await account.click();
    await expect(signOut).toBeVisible({ timeout: 5000 });
  }).toPass();
  await signOut.click();
  await expect(page).toHaveURL(/\/login/);
  await page.context().addCookies(cookies);
  await page.goto("/w/northwind-tea");
  await expect(page).toHaveURL(/\/login/);
});

test("a key made on screen is shown once, works, and stops working when revoked", async ({ page, request }) => {
  const name = `Robot ${randomBytes(4).toString("hex")}`;
  await signInWithPassword(page, credentials.email, credentials.password);
  await expect(page).toHaveURL(/\/w\/northwind-tea$/);
  await page.goto("/w/northwind-tea/settings/api-keys");
  await page.getByRole("button", { name: "Create key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("checkbox", { name: "audit:read" }).click();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const secret = (await dialog.locator("pre").innerText()).trim();
  expect(secret).toMatch(/^sk_[0-9A-Za-z]{43}$/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(name)).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  const headers = { authorization: `Bearer ${secret}` };
  expect((await request.get("/api/v1/audit", { headers })).status()).toBe(200);
  expect((await request.get("/api/v1/members", { headers })).status()).toBe(403);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key revoked")).toBeVisible();
  expect((await request.get("/api/v1/audit", { headers })).status()).toBe(401);
});

test("the first visitor sets Carillon up, and then the page is gone", async ({ page }) => {
  test.setTimeout(240_000);
  const app = await startApp();
  try {
    await page.goto(app.url);
    await expect(page).toHaveURL(/\/setup$/);
    await page.getByLabel("Your name").fill("Ada Lovelace");
    await page.getByLabel("E-mail").fill("ada@bright-bakery.example");
    await page.getByLabel("Password").fill("a sentence nobody guesses");
    await page.getByLabel("Workspace").fill("Bright Bakery");
    await expect(page.getByLabel("Time zone")).toContainText("Europe/Berlin");
    await page.getByRole("radio", { name: /Use my own data/ }).click();
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(page).toHaveURL(`${app.url}/w/bright-bakery`);
    await expect(page.getByRole("button", { name: "Account of Ada Lovelace" })).toBeVisible();
    expect((await page.goto(`${app.url}/setup`))?.status()).toBe(404);
  } finally {
    await app.stop();
    app.remove();
  }
});
