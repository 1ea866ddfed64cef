import { type APIRequestContext, expect, request, test } from "@playwright/test";
import { startApp } from "./support/app";
import { credentials } from "./support/credentials";

const HTML = `<html><body><p>Dear {{ contact.first_name | default: "friend" }}</p><a href="https://example.com/offer">Offer</a>
<p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`;

async function must(
  api: APIRequestContext,
  method: "get" | "post" | "put" | "patch",
  path: string,
  data?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await api[method](`/api/v1${path}`, { data, headers });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return answer.json();
}

test("a developer does the whole job through the API: people, audience, campaign, inbox, unsubscribe, numbers", async () => {
  const app = await startApp({
    env: {
      CARILLON_ADMIN_EMAIL: credentials.email,
      CARILLON_ADMIN_PASSWORD: credentials.password,
      CARILLON_WORKSPACE: credentials.workspace,
      CARILLON_API_KEY: credentials.apiKey,
    },
  });
  try {
    const api = await request.newContext({
      baseURL: app.url,
      extraHTTPHeaders: { authorization: `Bearer ${credentials.apiKey}` },
    });
    await must(api, "patch", "/workspace", { postalAddress: "1 Mill Lane, Leeds" });
    for (const [name, agrees] of [
      ["Ada", true],
      ["Grace", true],
      ["Edsger", false],
    ] as const) {
      const contact = await must(api, "post", "/contacts", { email: `${name}@people.example`, firstName: name });
      if (agrees)
        await must(api, "put", `/contacts/${contact.id}/consent`, {
          state: "granted",
          evidence: "signed up at the counter",
        });
    }
    const segment = await must(api, "post", "/segments", {
      name: "Everybody",
      condition: { kind: "group", op: "all", children: [] },
    });
    expect((await must(api, "get", `/segments/${segment.id}/count`)).count).toBe(3);
    const campaign = await must(api, "post", "/campaigns", {
      name: "By API",
      audience: { include: [segment.id] },
      content: { document: { version: 1, mode: "code", subject: "For {{ contact.first_name }}", html: HTML } },
    });
    const key = { "Idempotency-Key": "launch-once" };
    await must(api, "post", `/campaigns/${campaign.id}/launch`, {}, key);
    const again = await api.post(`/api/v1/campaigns/${campaign.id}/launch`, { data: {}, headers: key });
    expect(again.headers()["idempotency-replayed"]).toBe("true");

    await expect
      .poll(async () => (await must(api, "get", `/campaigns/${campaign.id}/metrics`)).campaign.status)
      .toBe("completed");
    const { counts } = await must(api, "get", `/campaigns/${campaign.id}/metrics`);
    expect(counts).toMatchObject({ audience: 3, accepted: 2, skipped: 1, pending: 0 });
    const recipients = await must(api, "get", `/campaigns/${campaign.id}/recipients?state=skipped`);
    expect(recipients.data).toHaveLength(1);

    const inbox = await must(api, "get", "/outbox");
    expect(inbox.object).toBe("list");
    const toAda = inbox.data.find((message: { subject: string }) => message.subject === "For Ada");
    const header = toAda.headers.find(({ name }: { name: string }) => name.toLowerCase() === "list-unsubscribe").value;
    const oneClick = /<(https?:[^>]+)>/.exec(header)?.[1] ?? "";
    const said = await fetch(oneClick, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
      redirect: "manual",
    });
    expect(said.status).toBe(200);
    await expect
      .poll(async () => (await must(api, "get", `/campaigns/${campaign.id}/metrics`)).counts.unsubscribes)
      .toBe(1);

    const second = await must(api, "post", `/campaigns/${campaign.id}/duplicate`);
    await must(api, "post", `/campaigns/${second.id}/launch`, {}, { "Idempotency-Key": "launch-second" });
    await expect
      .poll(async () => (await must(api, "get", `/campaigns/${second.id}/metrics`)).campaign.status)
      .toBe("completed");
    const after = (await must(api, "get", `/campaigns/${second.id}/metrics`)).counts;
    expect(after).toMatchObject({ accepted: 1, skipped: 2 });
    expect(after.skips).toContainEqual({ reason: "opted_out", people: 1 });

    const openapi = await must(api, "get", "/openapi.json");
    expect(openapi.openapi).toMatch(/^3\.1/);
    const refused = await api.post("/api/v1/segments", { data: { name: "", condition: { kind: "attribute" } } });
    expect(refused.status()).toBe(422);
    expect((await refused.json()).error).toMatchObject({
      code: "VALIDATION_ERROR",
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    await api.dispose();
  } finally {
    await app.stop();
    app.remove();
  }
});
