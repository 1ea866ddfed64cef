import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { handleTrpc } from "@/server/api/trpc/handle-trpc";
import { appRouter } from "@/server/api/trpc/root";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { createPerson, ORIGIN, signIn, slugOfWorkspace } from "../../support/sign-in";

const PASSWORD = "correct horse battery";
const OWN = { "content-type": "application/json", "x-carillon-request": "1", origin: ORIGIN };

async function admin() {
  const workspace = await createWorkspace();
  const email = `${randomBytes(6).toString("hex")}@bright-bakery.example`;
  await createPerson(email, PASSWORD, [{ workspace, role: "marketing_admin" }]);
  const jar = new CookieJar();
  await signIn(jar, email, PASSWORD);
  const slug = await slugOfWorkspace(workspace);
  const send = (path: string, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) =>
    handleTrpc(
      new Request(`${ORIGIN}/api/trpc/${path}`, {
        method: init.method ?? (init.body === undefined ? "GET" : "POST"),
        headers: jar.headers({ "x-carillon-workspace": slug, ...init.headers }),
        body: init.body,
      }),
    );
  const nameNow = async (): Promise<string> => {
    const answer = await (await send(`access.workspace?input=${encodeURIComponent('{"json":{}}')}`)).json();
    return answer.result.data.json.name;
  };
  return { send, nameNow, slug, jar };
}

const RENAME = JSON.stringify({ json: { name: "Renamed" } });

describe("the console's own endpoint", () => {
  useTestDatabase();

  it("takes a change from our own pages, and names the trace of every answer", async () => {
    const { send, nameNow } = await admin();
    const answer = await send("access.updateWorkspace", { body: RENAME, headers: OWN });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-trace-id")).toMatch(/^[0-9a-f]{32}$/);
    expect(await nameNow()).toBe("Renamed");
  });

  it("changes nothing for another site, whatever it disguises the request as", async () => {
    const { send, nameNow } = await admin();
    const before = await nameNow();
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const attacks: { body?: string; method?: string; headers: Record<string, string> }[] = [
      { body: RENAME, headers: { ...OWN, origin: "https://evil.example" } },
      { body: RENAME, headers: { ...OWN, origin: "null" } },
      { body: RENAME, headers: { ...OWN, "sec-fetch-site": "cross-site" } },
      { body: RENAME, headers: { ...OWN, "sec-fetch-site": "same-site" } },
      { body: RENAME, headers: { "content-type": "application/json" } },
      { body: RENAME, headers: { "content-type": "text/plain" } },
      { body: `0=${encodeURIComponent(RENAME)}`, headers: form },
      { body: RENAME, headers: { ...OWN, "x-carillon-request": "true" } },
    ];
    for (const attack of attacks)
      expect([attack, (await send("access.updateWorkspace", attack)).status]).toEqual([attack, 403]);
    expect(await nameNow()).toBe(before);
  });

  it("runs no change by GET: every mutation answers 405, alone and in a batch", async () => {
    const { send, nameNow } = await admin();
    const before = await nameNow();
    const input = encodeURIComponent(RENAME);
    const batch = encodeURIComponent(`{"0":${RENAME}}`);
    const procedures = Object.entries(
      appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
    );
    const mutations = procedures.filter(([, p]) => p._def.type === "mutation").map(([path]) => path);
    expect(mutations.length).toBeGreaterThan(5);
    for (const path of mutations) {
      expect([path, (await send(`${path}?input=${input}`)).status]).toEqual([path, 405]);
      expect([path, (await send(`${path}?batch=1&input=${batch}`)).status]).toEqual([path, 405]);
    }
    expect((await send(`access.updateWorkspace?input=${input}`, { method: "HEAD" })).status).not.toBe(200);
    expect(await nameNow()).toBe(before);
  });

  it("refuses batches of more than twenty and bodies of more than 4 MB", async () => {
    const { send } = await admin();
    const path = Array.from({ length: 21 }, () => "access.workspace").join(",");
    expect((await send(`${path}?batch=1&input=%7B%7D`)).status).toBe(400);
    const big = await send("access.updateWorkspace", {
      body: RENAME,
      headers: { ...OWN, "content-length": String(5 * 1024 * 1024) },
    });
    expect(big.status).toBe(413);
  });

  it("answers a refusal with the one error body", async () => {
    const { send } = await admin();
    const answer = await send("access.updateWorkspace", {
      body: JSON.stringify({ json: { timeZone: "Mars/Olympus" } }),
      headers: OWN,
    });
    const { error } = await answer.json();
    expect(answer.status).toBe(422);
    expect(error.json.data.body).toMatchObject({
      status: 422,
      errors: [{ pointer: "#/timeZone" }],
      error: { code: "VALIDATION_ERROR", traceId: answer.headers.get("x-trace-id") },
    });
  });
});
