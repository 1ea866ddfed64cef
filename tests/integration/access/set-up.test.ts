import { afterEach, describe, expect, it } from "vitest";
import { authenticateApiKey, ensureInstallation, isSetUp, setUpInstallation } from "@/server/access";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { signIn } from "../../support/sign-in";

const INPUT = {
  name: "Ada",
  email: "ada@bright-bakery.example",
  password: "correct horse battery",
  workspaceName: "Bright Bakery & Söhne",
  timeZone: "Europe/Berlin",
  currency: "EUR",
  start: "demo" as const,
};

describe("the set-up page", () => {
  useTestDatabase();

  it("lets one of eight first visitors win; nothing of the others stays", async () => {
    expect(await isSetUp()).toBe(false);
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => setUpInstallation({ ...INPUT, email: `a${n}@x.example` }, new Date())),
    );
    expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect((answer.reason as AppError).code).toBe("CONFLICT");
    const sql = pipelineSql();
    const [count] =
      await sql`select (select count(*)::int from users) as users, (select count(*)::int from workspaces) as workspaces,
      (select count(*)::int from members where role = 'marketing_admin') as admins,
      (select count(*)::int from providers where kind = 'local' and is_default) as inboxes,
      (select count(*)::int from wf.inbox where name = 'demo.requested') as demos`;
    expect(count).toEqual({ users: 1, workspaces: 1, admins: 1, inboxes: 1, demos: 1 });
    const [workspace] = await sql`select slug, time_zone, currency from workspaces`;
    expect(workspace).toEqual({ slug: "bright-bakery-sohne", time_zone: "Europe/Berlin", currency: "EUR" });
    expect(await isSetUp()).toBe(true);
  });

  it("names the field that is wrong and changes nothing", async () => {
    for (const wrong of [{ password: "short" }, { timeZone: "Mars/Olympus" }, { currency: "euro" }, { email: "ada" }]) {
      const refusal = await setUpInstallation({ ...INPUT, ...wrong }, new Date()).catch((e: AppError) => e);
      expect(refusal).toBeInstanceOf(AppError);
      expect((refusal as AppError).details.field).toBe(Object.keys(wrong)[0]);
    }
  });
});

describe("set-up from the environment", () => {
  useTestDatabase();
  const KEY = `sk_${"k".repeat(40)}`;
  const names = ["CARILLON_ADMIN_EMAIL", "CARILLON_ADMIN_PASSWORD", "CARILLON_WORKSPACE", "CARILLON_API_KEY"];
  afterEach(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });

  it("makes admin, workspace and key once, however many processes start at once and how often", async () => {
    const values = ["Ops@Bright-Bakery.example", "a long enough password", "Bright Bakery", KEY];
    for (const [n, name] of names.entries()) process.env[name] = values[n];
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    await Promise.all([ensureInstallation(), ensureInstallation(), ensureInstallation()]);
    await ensureInstallation();
    const [count] = await pipelineSql()`select (select count(*)::int from users) as users,
      (select count(*)::int from workspaces) as workspaces, (select count(*)::int from api_keys) as keys`;
    expect(count).toEqual({ users: 1, workspaces: 1, keys: 1 });
    expect((await authenticateApiKey(KEY, new Date()))?.actor.type).toBe("api_key");
    expect((await signIn(new CookieJar(), "ops@bright-bakery.example", "a long enough password")).status).toBe(200);
  });
});
