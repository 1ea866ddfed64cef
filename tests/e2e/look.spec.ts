import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { findScreens } from "../../scripts/lib/screens.mjs";
import { credentials } from "./support/credentials";

/** Every screen that is not about one thing of a list; those are looked at where a test makes the thing. */
const SCREENS = findScreens().filter(({ pattern }) => !pattern);

async function signIn(page: Page): Promise<string> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(credentials.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  return new URL(page.url()).pathname;
}

/** Serious and critical findings of axe, each with the first element it names. */
async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`);
}

for (const [name, width, scheme] of [
  ["wide and light", 1280, "light"],
  ["on a phone and dark", 375, "dark"],
] as const)
  test(`every screen is accessible and fits, ${name}`, async ({ browser, baseURL }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ baseURL, viewport: { width, height: 800 }, colorScheme: scheme });
    const page = await context.newPage();
    const home = await signIn(page);
    for (const { path: screen } of SCREENS) {
      await page.goto(screen ? `${home}/${screen}` : home);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
      await expect(page.locator("[data-slot=skeleton]")).toHaveCount(0);
      expect.soft(await seriousFindings(page), `${screen || "home"}: axe`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(overflow, `${screen || "home"}: pixels beyond the screen`).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
