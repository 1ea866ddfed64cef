import { expect, type Page, test } from "@playwright/test";
import { startApp } from "./support/app";

test.use({ actionTimeout: 60_000 });

const API_KEY = `sk_${"u".repeat(40)}`;

/** A person fills forms slower than a program; the server knows when it showed the form. */
async function asSlowAsAPerson(since: number): Promise<void> {
  await expect.poll(() => Date.now() - since, { timeout: 20_000 }).toBeGreaterThan(2500);
}

async function openForm(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const shownAt = Date.now();
  await page.getByLabel("E-mail address").fill("ada@example.com");
  await page.getByRole("checkbox", { name: "Recipes" }).check();
  await asSlowAsAPerson(shownAt);
  await page.getByRole("button", { name: "Sign up" }).click();
}

test("a person signs up by a form, confirms from the mailbox, takes a break and is not written to", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const app = await startApp({
    env: {
      CARILLON_ADMIN_EMAIL: "boss@example.com",
      CARILLON_ADMIN_PASSWORD: "correct horse battery",
      CARILLON_WORKSPACE: "Bright Bakery",
      CARILLON_API_KEY: API_KEY,
    },
  });
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  const page = await context.newPage();
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = answer.status === 204 ? null : await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  try {
    const topic = await api("POST", "/topics", {
      name: "Recipes",
      description: "One bread a week",
      visibility: "public",
      defaultIn: false,
      doubleOptIn: true,
    });
    const form = await api("POST", "/forms", {
      name: "Newsletter",
      title: "Stay in touch",
      topicIds: [topic.id],
      wording: "Yes, Bright Bakery may send me recipes by e-mail.",
    });
    await openForm(page, `${app.url}/f/${form.id}?lang=en`);
    await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();

    let link = "";
    await expect
      .poll(
        async () => {
          const { data } = await api("GET", "/outbox?limit=5");
          const message = data[0] ? await api("GET", `/outbox/${data[0].id}`) : null;
          link = /https?:\/\/[^"]+\/confirm\/[\w-]+/.exec(message?.html ?? "")?.[0] ?? "";
          return link;
        },
        { timeout: 60_000 },
      )
      .toContain("/confirm/");
    await page.goto(`${link}?lang=en`);
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByRole("heading", { name: "Thank you, it is confirmed" })).toBeVisible();

    await page.getByRole("link", { name: "Choose what you get" }).click();
    await expect(page.getByRole("checkbox", { name: /Recipes/ })).toBeChecked();
    await page.getByRole("radio", { name: "30 days" }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. It is in force now.")).toBeVisible();
    await expect(page.getByRole("radio", { name: /Paused until/ })).toBeChecked();

    const [ada] = (await api("GET", "/contacts?limit=5")).data;
    const consent = await api("GET", `/contacts/${ada.id}/consent`);
    expect(consent.topics).toMatchObject([{ name: "Recipes", state: "granted" }]);
    expect(consent.preferences.pausedUntil).not.toBeNull();
    const proof = await api("GET", `/users/${ada.id}/consent/proof`);
    expect(proof.entries.map((entry: { state: string }) => entry.state)).toEqual(["pending", "granted"]);
    expect(await api("POST", "/consent-ledger/check", {})).toMatchObject({ rows: 2, fault: null });
  } finally {
    await context.close();
    await app.stop();
    app.remove();
  }
});
