// Takes a picture of every screen, light and dark, wide and on a phone, of a running Carillon:
//   node scripts/screenshots.mjs http://localhost:3000 ada@example.com password [folder]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser.mjs";

const SCREENS = [
  "",
  "campaigns",
  "contacts",
  "contacts/suppressions",
  "imports",
  "segments",
  "segments/new",
  "content",
  "outbox",
  "settings",
  "settings/workspace",
  "settings/members",
  "settings/api-keys",
  "settings/sso",
  "settings/providers",
  "settings/audit",
  "settings/system",
];
/** The first thing of a list: its own screens are seen too. */
const FIRST_OF = {
  campaigns: /\/campaigns\/cmp_/,
  contacts: /\/contacts\/con_/,
  segments: /\/segments\/seg_/,
  content: /\/content\/tpl_/,
};

const [base = "http://localhost:3000", email = "", password = "", folder = "test-results/screens"] =
  process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(await findBrowser());
for (const [width, height] of [
  [1280, 800],
  [375, 800],
]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ baseURL: base, viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    const home = await signIn(page);
    const take = async (path, name) => {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
      await page.waitForFunction(() => !document.querySelector("[data-slot=skeleton]"));
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    };
    for (const screen of SCREENS) {
      const name = screen.replaceAll("/", "-") || "home";
      await take(screen ? `${home}/${screen}` : home, name);
      const wanted = FIRST_OF[screen];
      const links = wanted ? await page.getByRole("link").evaluateAll((all) => all.map((a) => a.href)) : [];
      const first = links.find((href) => wanted?.test(href));
      if (first) await take(first, `${name}-one`);
    }
    await context.close();
  }
}
await browser.close();
process.stdout.write(`The pictures are in ${folder}.\n`);

async function signIn(page) {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/w\/[^/]+$/);
  return new URL(page.url()).pathname;
}
