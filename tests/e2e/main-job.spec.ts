import { expect, type Page, test } from "@playwright/test";
import { startApp } from "./support/app";

const PEOPLE = `email,first name,plan
ada@people.example,Ada,Family
grace@people.example,Grace,Family
edsger@people.example,Edsger,Trial
not an address,Broken,Family
`;

/** What dropping a file onto the page does: the same event with the same payload. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const payload = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ""], fileName ?? "", { type: "text/csv" }));
      return transfer;
    },
    [name, text],
  );
  for (const type of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("main", type, { dataTransfer: payload });
}

async function setUp(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel("Your name").fill("Maya Lindqvist");
  await page.getByLabel("E-mail").fill("maya@bakery.example");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByLabel("Workspace").fill("Hearth & Crumb");
  await page.getByRole("radio", { name: /own/i }).click();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page).toHaveURL(/\/w\/hearth/);
}

async function importPeople(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Contacts" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Contacts" })).toBeVisible();
  await dropFile(page, "people.csv", PEOPLE);
  await page.getByRole("radio", { name: /They agreed to marketing/ }).click();
  await page.getByLabel("Where did they agree?").fill("counter list in the shop");
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByRole("heading", { name: "Rows that were not imported" })).toBeVisible();
  await expect(page.getByText(/not an address/i).first()).toBeVisible();
}

async function describeAudience(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Segments" }).first().click();
  await page.getByRole("link", { name: "New segment" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Family tables");
  const field = page.getByRole("combobox", { name: "Field" });
  if ((await field.count()) === 0) await page.getByRole("button", { name: "Add row" }).first().click();
  await field.first().click();
  await page.getByPlaceholder("Search fields").fill("plan");
  await page.getByRole("option", { name: /plan/i }).first().click();
  await page.getByRole("textbox", { name: /^plan/i }).first().fill("Family");
  await expect(page.getByLabel("Who matches")).toContainText("2");
  await page.getByRole("button", { name: "Save segment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Family tables/ })).toBeAttached();
}

async function giveAddress(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/settings/workspace`);
  await page.locator("textarea, input[name=postalAddress]").first().fill("1 Mill Lane, Leeds");
  await page.getByRole("button", { name: /save/i }).first().click();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
}

async function writeAndSend(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/campaigns`);
  await page.getByRole("button", { name: "New campaign" }).first().click();
  const parts = page.getByRole("navigation", { name: "Parts of the campaign" });
  await page.getByRole("combobox", { name: "Send to" }).click();
  await page.getByRole("option", { name: /Family tables/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Who will receive it")).toContainText("2");
  await parts.getByRole("button", { name: /Content/ }).click();
  await page
    .getByRole("list", { name: "Starting points" })
    .getByRole("button", { name: /From one person/ })
    .click();
  const subject = page.getByRole("textbox", { name: "Subject" });
  await subject.fill("Fresh bread, {{ contact.first_name }}");
  await parts.getByRole("button", { name: /Review/ }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Send to 2 people" }).click();
  await expect(page.getByText(/Sending to 2 people/).first()).toBeVisible();
}

test.use({ actionTimeout: 60_000 });

test("a marketer imports people, describes an audience, writes, sends, reads the inbox, is unsubscribed, and sees it in the report", async ({
  page,
}) => {
  test.setTimeout(480_000);
  const app = await startApp();
  try {
    await setUp(page, app.url);
    const base = page.url().replace(/(\/w\/[^/]+).*/, "$1");
    await giveAddress(page, base);
    await importPeople(page);
    await describeAudience(page);
    await writeAndSend(page, base);
    await expect(page).toHaveURL(/\/campaigns\/cmp_/);
    const report = page.url();
    await expect(page.getByText("Sent", { exact: true }).first()).toBeVisible({ timeout: 90_000 });

    await page.getByRole("link", { name: "Inbox" }).first().click();
    await page.getByRole("button", { name: /Fresh bread, Ada/ }).click();
    await page.getByRole("button", { name: "Act as the recipient" }).click();
    await page.getByRole("menuitem", { name: "Open it", exact: true }).click();
    await expect(page.getByText("Opened", { exact: true })).toBeVisible();

    await page.getByRole("button", { name: "Act as the recipient" }).click();
    await page.getByRole("menuitem", { name: "Unsubscribe with one click" }).click();
    await expect(page.getByText("Unsubscribed with one click")).toBeVisible();

    await page.goto(report);
    const numbers = page.locator("[data-slot=stat]");
    await expect(numbers.filter({ hasText: /^Unsubscribed/ })).toContainText("1");
    await expect(numbers.filter({ hasText: /^Delivered/ })).toContainText("2");
    await page.goto(`${base}/contacts`);
    await page.getByRole("link", { name: /Ada/ }).first().click();
    await expect(page.getByText(/denied|opted out|unsubscribed/i).first()).toBeVisible();
  } finally {
    await app.stop();
    app.remove();
  }
});
