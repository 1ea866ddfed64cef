import { expect, type Page, test } from "@playwright/test";
import { startApp } from "./support/app";

async function newContact(page: Page, email: string, first: string): Promise<void> {
  await page.getByRole("link", { name: "Contacts" }).first().click();
  await page.getByRole("button", { name: "New contact" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("First name").fill(first);
  await dialog.getByLabel("Seats").fill(first === "Ada" ? "12" : "many");
  await dialog.getByRole("button", { name: "Create contact" }).click();
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
}

test("somebody gives people a field, merges two of them, takes it back, and changes the field's type", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const app = await startApp();
  try {
    await page.goto(app.url);
    await page.getByLabel("Your name").fill("Maya Lindqvist");
    await page.getByLabel("E-mail").fill("maya@bakery.example");
    await page.getByLabel("Password").fill("a long enough password");
    await page.getByLabel("Workspace").fill("Hearth & Crumb");
    await page.getByRole("radio", { name: /own/i }).click();
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(page).toHaveURL(/\/w\/hearth/);

    await page.goto(`${page.url()}/settings/fields`);
    await page.getByRole("button", { name: "New field" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Seats");
    await expect(page.getByRole("dialog").getByLabel("Key")).toHaveValue("seats");
    await page.getByRole("button", { name: "Create field" }).click();
    await expect(page.getByRole("row", { name: /Seats/ })).toContainText("Text");

    await newContact(page, "bea@people.example", "Bea");
    await newContact(page, "ada@people.example", "Ada");

    await test.step("edit a value where it stands", async () => {
      await page.getByRole("button", { name: "Edit Last name" }).click();
      await page.getByRole("textbox", { name: "Last name" }).fill("Lovelace");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: "Ada Lovelace" })).toBeVisible();
      await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Changed last name");
    });

    await test.step("merge side by side and undo", async () => {
      await page.getByRole("button", { name: "Merge…" }).click();
      await page.getByRole("combobox", { name: "Contact that goes into this one" }).click();
      await page.getByRole("option", { name: /Bea/ }).click();
      await page.getByRole("radio", { name: /First name: Ada/ }).check();
      await page.getByRole("radio", { name: /Seats: 12/ }).check();
      await page.getByRole("button", { name: "Merge contacts" }).click();
      await expect(page.getByRole("region", { name: "Timeline" })).toContainText(
        "Another contact was merged into this one",
      );
      await page.getByRole("button", { name: "Undo merge" }).click();
      await expect(page.getByRole("button", { name: "Undo merge" })).toHaveCount(0);
      await page.getByRole("link", { name: "Contacts" }).first().click();
      await expect(page.getByRole("row", { name: /bea@people\.example/ })).toBeVisible();
    });

    await test.step("change the type with a dry run", async () => {
      await page.goto(
        `${new URL(page.url()).origin}${new URL(page.url()).pathname.replace(/contacts.*/, "settings/fields")}`,
      );
      await page.getByRole("button", { name: "Actions for Seats" }).click();
      await page.getByRole("menuitem", { name: "Change type…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("combobox", { name: "New type" }).click();
      await page.getByRole("option", { name: "Number" }).click();
      await expect(dialog.getByRole("row", { name: /many/ })).toContainText("1");
      await dialog.getByRole("button", { name: "Change type" }).click();
      await expect(page.getByRole("row", { name: /Seats/ })).toContainText("1 value could not be read", {
        timeout: 30_000,
      });
      await page.getByRole("button", { name: "Actions for Seats" }).click();
      await page.getByRole("menuitem", { name: "Undo change of type" }).click();
      await expect(page.getByRole("row", { name: /Seats/ })).toContainText("Text", { timeout: 30_000 });
    });
  } finally {
    await app.stop();
    app.remove();
  }
});
