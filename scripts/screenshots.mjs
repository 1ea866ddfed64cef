// Takes a picture of every screen, light and dark, wide and on a phone, of a running Carillon with the demo company:
//   npm run screenshots -- http://localhost:3000 ada@example.com password [folder]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser.mjs";
import { findScreens } from "./lib/screens.mjs";

const [base = "http://localhost:3000", email = "", password = "", folder = "test-results/screens"] =
  process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(await findBrowser());
const missed = new Set();

for (const width of [1280, 375])
  for (const colorScheme of ["light", "dark"]) {
    const look = { baseURL: base, viewport: { width, height: 800 }, colorScheme };
    const context = await browser.newContext(look);
    const page = await context.newPage();
    const take = async (address, name) => {
      await page.goto(address);
      await settle(page);
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    };
    await take("/login", "login");
    const home = await signIn(page);
    for (const { path, pattern, list } of findScreens()) {
      const name = path.replaceAll(/[[\]]/g, "").replaceAll("/", "-") || "home";
      const address = pattern ? await firstLink(page, `${home}/${list}`, pattern) : `${home}/${path}`;
      if (address) await take(address, name);
      else missed.add(path);
    }
    for (const [name, address] of await recipientPages(page, home)) await take(address, name);
    await context.close();
  }

await browser.close();
process.stdout.write(`The pictures are in ${folder}.\n`);
if (missed.size) process.stdout.write(`Nothing led to: ${[...missed].join(", ")}.\n`);

async function settle(page) {
  await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
  await page.waitForFunction(() => !document.querySelector("[data-slot=skeleton]"));
  // A live screen never falls silent; what is not there after five seconds is part of the picture.
  await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => {});
}

async function firstLink(page, list, pattern) {
  await page.goto(list);
  await settle(page);
  const addresses = await page.getByRole("link").evaluateAll((all) => all.map((a) => new URL(a.href).pathname));
  return addresses.find((address) => pattern.test(address));
}

/** What the first message of the Local Inbox leads its reader to. */
async function recipientPages(page, home) {
  await page.goto(`${home}/outbox`);
  await settle(page);
  const message = page.getByRole("region", { name: "Messages" }).getByRole("listitem").getByRole("button").first();
  if ((await message.count()) === 0) return [];
  await message.click();
  const links = page.frameLocator("iframe").first().getByRole("link");
  await links.first().waitFor();
  const addresses = await links.evaluateAll((all) => all.map((a) => a.href));
  const found = (part) => addresses.find((address) => address.includes(part));
  return [
    ["recipient-unsubscribe", found("/unsubscribe/")],
    ["recipient-view", found("/view/")],
    ["recipient-preferences", found("/preferences/")],
  ].filter(([, address]) => address);
}

async function signIn(page) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/w\/[^/]+$/);
  return new URL(page.url()).pathname;
}
