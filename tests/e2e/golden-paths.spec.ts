import { expect, type Page, test } from "@playwright/test";
import { credentials } from "./support/credentials";
import { countPresses, type Presses } from "./support/presses";

test("a press, Enter, a shortcut and a dropped file count once each; typing is free", async ({ page }) => {
  const presses = await countPresses(page);
  await page.goto("data:text/html,<input aria-label='Name'><button>Go</button>");
  await page.getByLabel("Name").click();
  await page.keyboard.type("Ada Lovelace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+K");
  await page.getByRole("button", { name: "Go" }).click();
  await page.keyboard.press("g");
  await page.getByRole("button", { name: "Go" }).dispatchEvent("click");
  await page.dispatchEvent("body", "drop");
  const said = ["press Name", "key Enter", "key Ctrl+K", "press Go", "key g", "drop a file"];
  await expect.poll(() => presses.said()).toEqual(said);
  await page.goto("data:text/html,<a href='data:text/html,done'>Further</a>");
  presses.reset();
  await page.getByRole("link", { name: "Further" }).click();
  await expect.poll(() => presses.count()).toBe(1);
});

const KEY = { authorization: `Bearer ${credentials.apiKey}` };

/** Signed in on Home, the palette loaded: where every golden path begins (ux.md §1.1). */
async function beginAtHome(page: Page): Promise<{ home: string; presses: Presses }> {
  const presses = await countPresses(page);
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(credentials.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  presses.reset();
  return { home: new URL(page.url()).pathname, presses };
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Command palette" }).getByRole("combobox")).toBeFocused();
}

async function addPerson(page: Page, person: object): Promise<void> {
  const made = await page.request.post("/api/v1/contacts", { headers: KEY, data: person });
  expect(made.ok(), await made.text()).toBe(true);
}

test("path 3: a segment of two conditions is saved in 6 presses, in 3 when it is said in a sentence", async ({
  page,
}) => {
  const { presses } = await beginAtHome(page);
  const word = `gp${Date.now().toString(36)}`;
  await addPerson(page, {
    email: `${word}@people.example`,
    firstName: word,
    lastName: "Lind",
    locale: "sv",
    tags: [word],
  });

  await openPalette(page);
  await page.keyboard.type("new segment");
  await expect(page.getByRole("option", { name: "New segment" }).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  const field = page.getByRole("combobox", { name: "Field" });
  await expect(field).toBeFocused();
  const choose = async (name: string) => {
    await page.keyboard.type(name);
    await expect(page.getByPlaceholder("Search fields, tags, segments, e-mails")).toHaveValue(name);
    await expect(page.getByRole("option", { name }).first()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: new RegExp(`^${name}`) })).toBeFocused();
  };
  await choose("First name");
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await expect(field.nth(1)).toBeFocused();
  await choose("Last name");
  await page.keyboard.type("Lind");
  await expect(page.getByLabel("Who matches")).toContainText(word);
  await page.getByRole("button", { name: "Save segment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`first name is “${word}”`) })).toBeVisible();
  await expect.poll(() => presses.count(), presses.said().join(", ")).toBeLessThanOrEqual(6);

  await page.getByRole("link", { name: "Home" }).first().click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  presses.reset();
  await openPalette(page);
  await page.keyboard.type(`language is sv and tagged ${word}`);
  await expect(page.getByRole("option", { name: /New segment.*tagged/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Who matches")).toContainText(word);
  await page.getByRole("button", { name: "Save segment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`tagged “${word}”`) })).toBeVisible();
  await expect.poll(() => presses.count(), presses.said().join(", ")).toBeLessThanOrEqual(3);
});

test("path 4: a CSV is imported with consent in 3 presses, dropped on Home", async ({ page }) => {
  const { presses } = await beginAtHome(page);
  const word = `gq${Date.now().toString(36)}`;
  const payload = await page.evaluateHandle((name) => {
    const transfer = new DataTransfer();
    const text = `email,first name\none@${name}.example,One\ntwo@${name}.example,Two\n`;
    transfer.items.add(new File([text], `${name}.csv`, { type: "text/csv" }));
    return transfer;
  }, word);
  for (const type of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("main", type, { dataTransfer: payload });
  await page.getByRole("radio", { name: /They agreed to marketing/ }).click();
  await expect(page.getByLabel("Where did they agree?").first()).toBeFocused();
  await page.keyboard.type("counter list in the shop");
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByText(/2 created|2 new|2 people/i).first()).toBeVisible();
  await expect.poll(() => presses.count(), presses.said().join(", ")).toBeLessThanOrEqual(3);
});

test("path 5: why somebody did not get the last campaign is answered in 2 presses", async ({ page }) => {
  const { presses } = await beginAtHome(page);
  const word = `gr${Date.now().toString(36)}`;
  await addPerson(page, { email: `${word}@people.example`, firstName: "Ada", lastName: word });
  await openPalette(page);
  await page.keyboard.type(`why didn't ${word} get it`);
  await expect(page.getByRole("option", { name: new RegExp(`Why did Ada ${word} get it, or not`) })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Why did they get it, or not?" })).toBeVisible();
  await expect.poll(() => presses.count(), presses.said().join(", ")).toBeLessThanOrEqual(2);
});
