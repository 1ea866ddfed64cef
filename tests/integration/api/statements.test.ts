import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { handleTrpc } from "@/server/api/trpc/handle-trpc";
import { appRouter } from "@/server/api/trpc/root";
import {
  DEMO_CAMPAIGNS,
  finishDemo,
  loadDemoAssets,
  loadDemoCampaign,
  loadDemoPeople,
  prepareDemo,
} from "@/server/demo";
import { metrics } from "@/server/platform/metrics";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { createPerson, ORIGIN, signIn, slugOfWorkspace } from "../../support/sign-in";

/** Asked once more for each kind of entry a page holds, never for each entry. */
const ONCE_A_KIND: Record<string, number> = { "profiles.timeline": 1 };

const PEOPLE = 300;
/** Session, begin, workspace and commit are four of them. */
const MOST = 12;
/** What asks many domains for their word: checks, reports, timelines, explanations. A list reads its rows, then what hangs on them. */
const MORE: Record<string, number> = {
  "campaigns.preflight": 19,
  "campaigns.report": 17,
  "contacts.list": 14,
  "profiles.timeline": 15,
  "profiles.timelineCounts": 14,
  "segments.explain": 20,
};

type Procedure = { _def: { type: string } };
type Answer = { result?: { data: { json: unknown } } };
type Read = (path: string, input: object) => Promise<unknown>;

const queries = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
  .filter(([, procedure]) => procedure._def.type === "query")
  .map(([path]) => path);

async function statementsSoFar(): Promise<number> {
  const { values } = await metrics().statements.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

describe("the statements behind a screen", () => {
  useTestDatabase();
  let read: Read;

  beforeAll(async () => {
    const ctx = await createWorkspace();
    const first = await prepareDemo(ctx, PEOPLE);
    await loadDemoPeople(ctx, first, 0, PEOPLE);
    await loadDemoAssets(ctx);
    for (const index of DEMO_CAMPAIGNS.keys()) await loadDemoCampaign(ctx, index, first, PEOPLE);
    await finishDemo(ctx);
    const email = `${randomBytes(6).toString("hex")}@bright-bakery.example`;
    await createPerson(email, "correct horse battery", [{ workspace: ctx, role: "marketing_admin" }]);
    const jar = new CookieJar();
    await signIn(jar, email, "correct horse battery");
    const headers = jar.headers({ "x-carillon-workspace": await slugOfWorkspace(ctx) });
    read = async (path, input) => {
      const query = encodeURIComponent(JSON.stringify({ json: input }));
      const answer = await handleTrpc(new Request(`${ORIGIN}/api/trpc/${path}?input=${query}`, { headers }));
      return ((await answer.json()) as Answer).result?.data.json;
    };
  });

  /** The second time, when connections are open. Null when the input does not suit. */
  async function statementsOf(path: string, input: object): Promise<number | null> {
    if ((await read(path, input)) === undefined) return null;
    const before = await statementsSoFar();
    await read(path, input);
    return (await statementsSoFar()) - before;
  }

  it("are few for every read, and as many for fifty rows as for one", async () => {
    const firstOf = async (path: string, filter = {}): Promise<string> =>
      ((await read(path, filter)) as { data: { id: string }[] }).data[0]?.id ?? "";
    const [campaignId, contactId, segmentId, templateId] = await Promise.all([
      firstOf("campaigns.list", { status: ["completed"] }),
      firstOf("contacts.list"),
      firstOf("segments.list"),
      firstOf("content.list"),
    ]);
    const inputOf = (path: string, limit: number) => {
      const id = path.startsWith("contacts.") ? contactId : templateId;
      return { campaignId, contactId, segmentId, templateId, id, limit };
    };
    const counted: Record<string, number | null> = {};
    for (const path of queries) {
      const few = await statementsOf(path, inputOf(path, 1));
      counted[path] = few;
      if (few === null) continue;
      const many = await statementsOf(path, inputOf(path, 50));
      expect([path, Math.max(few, (many ?? 0) - (ONCE_A_KIND[path] ?? 0))]).toEqual([path, few]);
    }
    for (const path of ["home.overview", "campaigns.report", "campaigns.recipients", "contacts.get", "content.get"])
      expect([path, counted[path]]).toEqual([path, expect.any(Number)]);
    const excess = Object.entries(counted).filter(([path, statements]) => (statements ?? 0) > (MORE[path] ?? MOST));
    expect(excess).toEqual([]);
  });
});
