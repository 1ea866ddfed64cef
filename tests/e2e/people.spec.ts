import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { credentials } from "./support/credentials";

async function signIn(page: Page): Promise<string> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(credentials.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  return new URL(page.url()).pathname;
}

const rows = (page: Page) => page.getByRole("table", { name: "Contacts" }).locator("tbody tr[data-index]");
const bar = (page: Page) => page.getByRole("region", { name: "Selected contacts" });

/** Three people of this test alone, found by a first name nobody else has. */
async function addPeople(page: Page, home: string, family: string): Promise<void> {
  for (const name of ["Ann", "Ben", "Cleo"]) {
    await page.goto(`${home}/contacts?new=true`);
    const dialog = page.getByRole("dialog", { name: "New contact" });
    await dialog.getByLabel("E-mail").fill(`${name}@${family}.example`.toLowerCase());
    await dialog.getByLabel("First name").fill(name);
    await dialog.getByLabel("Last name").fill(family);
    await dialog.getByRole("button", { name: "Create contact" }).click();
    await expect(page.getByRole("heading", { level: 1, name: `${name} ${family}` })).toBeVisible();
  }
}

test("the contact list filters, keeps a view, tags and gives back, and exports, by keyboard and mouse", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const home = await signIn(page);
  const family = `Zyx${Date.now().toString(36)}`;
  const tag = `vip-${family.toLowerCase()}`;
  await addPeople(page, home, family);
  await page.goto(`${home}/contacts`);
  await expect(rows(page).first()).toBeVisible();

  // Filter by the builder behind the bar; the rule stands in the address.
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const builder = page.getByRole("dialog", { name: "Filter contacts" });
  await builder.getByRole("combobox", { name: "Field" }).click();
  await page.getByPlaceholder("Search fields").fill("Last name");
  await page.getByRole("option", { name: "Last name" }).first().click();
  await builder.getByRole("textbox", { name: /^Last name/ }).fill(family);
  await builder.getByRole("button", { name: "Show these people" }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText("3 match")).toBeVisible();
  await page.reload();
  await expect(rows(page)).toHaveCount(3);

  // Kept as a view, under another order.
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button", { name: "Name", exact: true }).click();
  await expect(rows(page).first()).toContainText("Ann");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("dialog", { name: "Save view" }).getByLabel("Name").fill(family);
  await page.getByRole("dialog", { name: "Save view" }).getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("button", { name: `View: ${family}` })).toBeVisible();
  await page.getByRole("button", { name: `View: ${family}` }).click();
  await page.getByRole("menuitem", { name: "All contacts", exact: true }).click();
  await expect(page.getByRole("button", { name: "View: All contacts" })).toBeVisible();
  await page.getByRole("button", { name: "View: All contacts" }).click();
  await page.getByRole("menuitem", { name: family }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).first()).toContainText("Ann");

  // By keyboard: down, peek, back, and a range.
  await rows(page).first().focus();
  await page.keyboard.press("j");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog", { name: `Ben ${family}` })).toBeVisible();
  await page.keyboard.press("Escape");
  await rows(page).first().focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await expect(bar(page)).toContainText("2 selected");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: /Search name/ })).toBeFocused();

  // Two steps to everybody who matches; the dialog says what would change, and ten seconds take it back.
  await bar(page).getByRole("button", { name: "Select all 3 that match" }).click();
  await expect(bar(page)).toContainText("All 3 that match selected");
  await bar(page).getByRole("button", { name: "Add tag…" }).click();
  const tagging = page.getByRole("dialog", { name: "Add tags" });
  await tagging.getByRole("textbox", { name: "Tags" }).fill(tag);
  await page.keyboard.press("Enter");
  await expect(tagging.getByText(`Add tag “${tag}” for 3 contacts.`)).toBeVisible();
  await tagging.getByRole("button", { name: "Tag 3 contacts" }).click();
  await expect(rows(page).getByText(tag)).toHaveCount(3);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone for 3 contacts")).toBeVisible();
  await expect(rows(page).getByText(tag)).toHaveCount(0);

  // A file of those two, downloaded.
  await page.getByRole("checkbox", { name: `Select Ann ${family}` }).click();
  await page.getByRole("checkbox", { name: `Select Cleo ${family}` }).click();
  await bar(page).getByRole("button", { name: "Export…" }).click();
  await page.getByRole("dialog", { name: "Export 2 contacts" }).getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Exports" })).toBeVisible();
  const link = page.getByRole("link", { name: /^Download contacts-/ }).first();
  await expect(link).toBeVisible({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\r\n").filter((line) => line.includes(family))).toHaveLength(2);
  expect(text).not.toContain("ben@");
});
