import { type APIRequestContext, expect, type Page, request, test } from "@playwright/test";
import { startApp } from "./support/app";
import { credentials } from "./support/credentials";
import { countPresses, type Presses } from "./support/presses";

const HTML = `<html><body><p>Dear {{ contact.first_name | default: "friend" }}</p><a href="https://example.com/offer">Offer</a>
<p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`;

async function must(api: APIRequestContext, method: "get" | "post" | "put" | "patch", path: string, data?: unknown) {
  const answer = await api[method](`/api/v1${path}`, { data });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** Two people who agreed, a segment of them and a saved template. */
async function company(api: APIRequestContext): Promise<void> {
  await must(api, "patch", "/workspace", { postalAddress: "1 Mill Lane, Leeds" });
  for (const name of ["Ada", "Grace"]) {
    const contact = await must(api, "post", "/contacts", { email: `${name}@people.example`, firstName: name });
    await must(api, "put", `/contacts/${contact.id}/consent`, { state: "granted", evidence: "at the counter" });
  }
  await must(api, "post", "/segments", { name: "Everybody", condition: { kind: "group", op: "all", children: [] } });
  await must(api, "post", "/templates", {
    name: "Weekly letter",
    document: {
      version: 1,
      mode: "code",
      subject: "Bread, {{ contact.first_name }}",
      preheader: "",
      text: "",
      html: HTML,
    },
  });
}

async function signIn(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/login`);
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(credentials.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  return page.url();
}

const atMost = async (presses: Presses, target: number): Promise<void> => {
  await expect.poll(() => presses.count()).toBeGreaterThan(0);
  expect(presses.said().length, presses.said().join(" · ")).toBeLessThanOrEqual(target);
};
const parts = (page: Page) => page.getByRole("navigation", { name: "Parts of the campaign" });

test.use({ actionTimeout: 60_000 });

test("golden paths of sending: a newsletter in 6 presses, a test to me in 1, last week's again in 3, another time in 2", async ({
  page,
}) => {
  test.setTimeout(480_000);
  const app = await startApp({
    env: {
      CARILLON_ADMIN_EMAIL: credentials.email,
      CARILLON_ADMIN_PASSWORD: credentials.password,
      CARILLON_WORKSPACE: credentials.workspace,
      CARILLON_API_KEY: credentials.apiKey,
    },
  });
  try {
    const headers = { authorization: `Bearer ${credentials.apiKey}` };
    const api = await request.newContext({ baseURL: app.url, extraHTTPHeaders: headers });
    await company(api);
    const presses = await countPresses(page);
    const home = await signIn(page, app.url);

    await test.step("1: a newsletter to a segment, from a template, sent now", async () => {
      presses.reset();
      await page.getByRole("button", { name: "New campaign" }).first().click();
      const chips = page.getByRole("list", { name: "Segments to choose from" });
      await chips.getByRole("button", { name: "Everybody" }).click();
      await parts(page)
        .getByRole("button", { name: /Content/ })
        .click();
      await page.getByRole("button", { name: /Weekly letter/ }).click();
      await expect(page.getByRole("textbox", { name: "Subject" })).toBeVisible();
      await parts(page)
        .getByRole("button", { name: /Review/ })
        .click();
      await page.getByRole("button", { name: "Send to 2 people" }).click();
      await expect(page.getByText(/Sending to 2 people/).first()).toBeVisible();
      await atMost(presses, 6);
    });
    await expect
      .poll(async () => (await must(api, "get", "/campaigns")).data[0].status, { timeout: 120_000 })
      .toBe("completed");

    await test.step("2: the same again, a week later", async () => {
      await page.goto(home);
      presses.reset();
      await page.getByRole("button", { name: "Send again" }).click();
      await page.getByRole("button", { name: /^Schedule/ }).click();
      await expect(page.getByText(/^Scheduled for/).first()).toBeVisible();
      await atMost(presses, 3);
    });

    await test.step("9: the scheduled one at another time, in words", async () => {
      // Next week is no part of the coming seven days by an hour or so: first to tomorrow, which is not counted.
      const [again] = (await must(api, "get", "/campaigns")).data;
      const at = new Date(Date.now() + 86_400_000).toISOString();
      await must(api, "put", `/campaigns/${again.id}`, { schedule: { kind: "at", at, timeZone: "UTC" } });
      await page.goto(home);
      presses.reset();
      await page.getByTitle("Move it to another time").click();
      await page.keyboard.type("in 3 days");
      await page.keyboard.press("Enter");
      await expect(page.getByText(/moved to/).first()).toBeVisible();
      await atMost(presses, 2);
      const moved = await must(api, "get", `/campaigns/${again.id}`);
      expect(Date.parse(moved.schedule.at)).toBeGreaterThan(Date.parse(at) + 86_400_000);
    });

    await test.step("10: seen as a real person, and a test to me with that person's data", async () => {
      const [again] = (await must(api, "get", "/campaigns")).data;
      await page.goto(`${home}/campaigns/${again.id}/edit?step=content`);
      await expect(page.getByRole("button", { name: /Test to me/ })).toBeVisible();
      await expect(page.getByText(/^Bread, (Ada|Grace)$/).first()).toBeVisible();
      presses.reset();
      await page.keyboard.press("Control+Shift+T");
      await expect(page.getByText(/A test is on its way/)).toBeVisible();
      await atMost(presses, 1);
      const toMe = async () =>
        (await must(api, "get", `/outbox?to=${encodeURIComponent(credentials.email)}`)).data.map(
          ({ subject }: { subject: string }) => subject,
        );
      await expect.poll(toMe).toEqual([expect.stringMatching(/^\[Test\] Bread, (Ada|Grace)$/)]);
    });
  } finally {
    await app.stop();
    app.remove();
  }
});
