import { expect, type Page, test } from "@playwright/test";
import { startApp } from "./support/app";
import { credentials } from "./support/credentials";

const KEY = { authorization: `Bearer ${credentials.apiKey}` };

async function signIn(page: Page): Promise<string> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(credentials.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  return new URL(page.url()).pathname;
}

test("a marketer says an audience in a sentence, sees who just misses it, explains a person and compares segments", async ({
  browser,
}) => {
  const app = await startApp({
    env: {
      CARILLON_ADMIN_EMAIL: credentials.email,
      CARILLON_ADMIN_PASSWORD: credentials.password,
      CARILLON_WORKSPACE: credentials.workspace,
      CARILLON_API_KEY: credentials.apiKey,
    },
  });
  try {
    const context = await browser.newContext({ baseURL: app.url });
    const page = await context.newPage();
    const api = context.request;
    const people = [
      ["Ada", "de", ["vip"]],
      ["Grace", "de", []],
      ["Linus", "fi", ["vip"]],
    ] as const;
    for (const [firstName, locale, tags] of people) {
      const made = await api.post("/api/v1/contacts", {
        headers: KEY,
        data: { email: `${firstName}@people.example`, firstName, locale, tags },
      });
      expect(made.ok(), await made.text()).toBe(true);
    }
    const other = await api.post("/api/v1/segments", {
      headers: KEY,
      data: { name: "German readers", criteria: [{ field: "locale", operator: "equals", value: "de" }], logic: "AND" },
    });
    expect(other.ok(), await other.text()).toBe(true);
    const home = await signIn(page);

    await page.goto(`${home}/segments/new`);
    await page.getByLabel("Name", { exact: true }).fill("German VIPs");
    await page.getByLabel("Say it in a sentence").fill("language is de and tagged vip and likes cheese");
    await page.getByRole("button", { name: "Read" }).click();
    await expect(page.getByText("“likes cheese”")).toBeVisible();
    await expect(page.getByRole("list", { name: "Rows of the sentence" }).getByRole("listitem")).toHaveCount(2);
    await page.getByRole("button", { name: "Use these rows" }).click();
    await expect(page.getByText("People whose language is “de” and who are tagged “vip”.")).toBeVisible();
    const panel = page.getByLabel("Who matches");
    await expect(panel).toContainText("Ada");

    const misses = page.getByRole("region", { name: "Near misses" });
    await expect(misses.getByRole("listitem")).toHaveCount(2);
    const linus = misses.getByRole("listitem").filter({ hasText: "Linus" });
    await expect(linus).toContainText("language is “de”");
    await linus.hover();
    await expect(page.locator("[data-marked]")).toHaveCount(1);
    await page.getByRole("combobox", { name: "Person to pin" }).click();
    await page.getByPlaceholder("Search people").fill("Grace");
    await page.getByRole("option", { name: /Grace/ }).click();
    await expect(page.getByText("Does not match the rule")).toBeVisible();

    await page.getByRole("button", { name: "Save segment" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "German VIPs" })).toBeVisible();
    await expect(page.getByText("1 people").or(page.getByText("1 person")).first()).toBeVisible();
    await page.getByRole("tab", { name: "Explain a person" }).click();
    await page.getByRole("combobox", { name: "Person" }).click();
    await page.getByPlaceholder("Search people").fill("Linus");
    await page.getByRole("option", { name: /Linus/ }).click();
    await expect(page.getByText("Linus does not match the rule")).toBeVisible();
    await expect(page.getByText("has: fi")).toBeVisible();

    await page.goto(`${home}/segments/compare`);
    await page.getByRole("combobox", { name: "Segments" }).click();
    await page.getByRole("option", { name: /German readers/ }).click();
    await page.getByRole("option", { name: /German VIPs/ }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByText("2 people in all; 1 of them are in more than one segment.")).toBeVisible();
    await page.getByRole("button", { name: "Show as table" }).click();
    await expect(
      page.getByRole("row", { name: /German readers and German VIPs 1|German VIPs and German readers 1/ }),
    ).toBeVisible();
    await page.getByRole("button", { name: "In all of them" }).click();
    await expect(
      page.getByRole("heading", { level: 1, name: /German readers and German VIPs|German VIPs and German readers/ }),
    ).toBeVisible();
    await context.close();
  } finally {
    await app.kill9();
    app.remove();
  }
});
