import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { can, ROLE_PERMISSIONS, ROLES } from "@/contracts/access";
import { createApiKey, revokeApiKey } from "@/server/access";
import { handleConsentProof } from "@/server/api/uploads/consent-proof";
import { handleExportDownload } from "@/server/api/uploads/export-file";
import { handleImportErrors, handleImportUpload } from "@/server/api/uploads/import-files";
import { handleSuppressionExport, handleSuppressionUpload } from "@/server/api/uploads/suppression-list";
import { pipelineSql } from "@/server/platform/db";
import { CookieJar } from "../../support/cookie-jar";
import { useTestDatabase } from "../../support/database";
import { ORIGIN } from "../../support/sign-in";
import { startTestWorker } from "../../support/worker";
import { type Answer, type Browser, browserWith, callApi, signInAs, withoutTrace } from "./tenant-matrix/callers";
import { type Company, fillCompany, type IdName, type Ids, madeUpId } from "./tenant-matrix/company";
import { everyRowOf, fingerprint } from "./tenant-matrix/fingerprint";
import { HTTP_ROUTES } from "./tenant-matrix/http-routes";
import { idPathsIn, idPathsOf, inputNames } from "./tenant-matrix/id-paths";
import { SAMPLES } from "./tenant-matrix/samples";
import {
  inOrder,
  namesUsed,
  type Procedure,
  procedures,
  type Route,
  requestOf,
  routes,
  sampleOf,
  sampleOfRoute,
} from "./tenant-matrix/subjects";

const FOLDER = "tests/integration/api/tenant-matrix";
/** Tables that stay empty here, each with what fills it and where that is tested. */
const EMPTY: Record<string, string> = {
  contact_preferences: "the recipient's own pages: topics.test.ts",
  import_undo_people: "an import that is undone: undo.test.ts",
  segment_references: "a segment that names another: derived.test.ts",
  parked_notifications: "news that come before their message is known: the tests of delivery news",
  signups: "somebody fills a form: the tests of forms",
  sso_identities: "signing in at an OpenID provider: sso.test.ts",
  field_retypes: "a change of a field's type: the tests of contact fields",
  field_retype_values: "a change of a field's type: the tests of contact fields",
  send_counts: "a provider with limits: limits.test.ts",
  provider_health: "a provider that does not answer: limits.test.ts",
};

const isUnknownWord = ({ status, text }: Answer): boolean => status === 422 && text.includes("condition");
/** What a call makes has another id each time, and a file another number. */
const withoutIds = ({ status, text }: Answer): Answer => ({
  status,
  text: text.replace(/\b([a-z]{3})_[0-9A-Za-z]{22}\b/g, "<$1>").replace(/-\d+\.csv/g, ".csv"),
});
const randomWord = () => `leak${randomUUID().replaceAll("-", "").slice(0, 12)}`;

/** The problems `work` finds, a few at once. */
async function each<T>(
  list: readonly T[],
  work: (one: T) => Promise<string | null | undefined>,
  atOnce = 6,
): Promise<string[]> {
  const problems: string[] = [];
  for (let from = 0; from < list.length; from += atOnce)
    problems.push(...(await Promise.all(list.slice(from, from + atOnce).map(work))).flatMap((p) => (p ? [p] : [])));
  return problems;
}

describe("a tenant among tenants", { timeout: 240_000 }, () => {
  useTestDatabase();
  let ours: Company;
  let theirs: Company;
  let admin: Browser;
  let theirRows: Record<string, string>;
  const seen: string[] = [];

  beforeAll(async () => {
    process.env.API_RATE_LIMIT = "1000000";
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    const worker = await startTestWorker();
    try {
      [ours, theirs] = await Promise.all([fillCompany(randomWord()), fillCompany(randomWord())]);
      await worker.idle();
    } finally {
      await worker.stop();
    }
    admin = await signInAs([{ workspace: ours.ctx, role: "marketing_admin" }], "Ours");
    const neighbour = await signInAs([{ workspace: theirs.ctx, role: "marketing_admin" }], theirs.canary);
    // A request with a key of its own, so that the keys kept for repeats are there too.
    await callApi(theirs.secret, {
      method: "POST",
      path: "/suppressions",
      body: { addresses: [`${theirs.canary}@x.example`] },
    });
    const first = await neighbour.ask(theirs.slug, "campaigns.list", "query", {});
    expect(first.text).toContain(theirs.canary);
    theirRows = await fingerprint(theirs.ctx.workspaceNo);
  }, 240_000);
  afterAll(() => {
    Reflect.deleteProperty(process.env, "API_RATE_LIMIT");
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });

  /** Everything people of our workspace are told is kept, to be searched for the neighbour's word. */
  const told = (name: string, sent: unknown, answer: Answer): Answer => {
    const echoes = [theirs.ids.domain, theirs.ids.address].filter((id) => JSON.stringify(sent).includes(id));
    const { text } = withoutTrace(answer, echoes);
    if (text.includes(theirs.canary)) seen.push(`${name}: ${text.slice(0, 300)}`);
    return answer;
  };
  const ask = async (path: string, input: unknown, browser = admin) => {
    const kind = procedures.find((p) => p.path === path)?.kind ?? "query";
    return told(path, input, await browser.ask(ours.slug, path, kind, input));
  };
  const askApi = async (subject: Route, ids: Ids, more: object = {}) => {
    const request = requestOf(subject, ids);
    if (!request) throw new Error(`No request for ${subject.name}.`);
    const body = request.body && { ...more, ...request.body };
    return told(subject.name, ids, await callApi(ours.secret, { ...request, body }));
  };
  async function nothingHappenedToThem(): Promise<void> {
    expect(seen, "answers that show a text of another workspace").toEqual([]);
    expect(await fingerprint(theirs.ctx.workspaceNo), "rows of another workspace").toEqual(theirRows);
  }
  /** The same call with each id replaced by the neighbour's and by nobody's: both answers must be one. */
  async function compare(name: string, used: IdName[], call: (ids: Ids) => Promise<Answer>, mayPassOver = false) {
    for (const id of used) {
      const nobodys = madeUpId(id);
      // What such a call does to its own rows, it has done before the two that are compared.
      if (mayPassOver) await call({ ...ours.ids, [id]: nobodys });
      const [foreign, unknown] = [
        await call({ ...ours.ids, [id]: theirs.ids[id] }),
        await call({ ...ours.ids, [id]: nobodys }),
      ].map((answer) => withoutTrace(mayPassOver ? withoutIds(answer) : answer, [theirs.ids[id], nobodys])) as [
        Answer,
        Answer,
      ];
      if (foreign.status !== unknown.status || foreign.text !== unknown.text)
        return `${name}: another workspace's ${id} is told from one nobody has: ${JSON.stringify({ foreign, unknown })}`;
      // Inside a rule an id is a word the rule does not know: the whole input is refused.
      if (mayPassOver ? foreign.status >= 500 : foreign.status !== 404 && !isUnknownWord(foreign))
        return `${name}: another workspace's ${id} answers ${foreign.status}, not 404: ${foreign.text.slice(0, 300)}`;
    }
    return null;
  }

  it("covers every procedure, route and route file", () => {
    const noLine = procedures.filter(({ path }) => !SAMPLES[path]).map(({ path }) => path);
    expect.soft(noLine, `Add a line for each to one of ${FOLDER}/samples-*.ts`).toEqual([]);
    const known = new Set(procedures.map(({ path }) => path));
    const stale = Object.keys(SAMPLES).filter((path) => !known.has(path));
    expect.soft(stale, `Gone from the router; take them out of ${FOLDER}/samples-*.ts`).toEqual([]);
    const noSample = routes.filter((r) => !sampleOfRoute(r)).map((r) => r.name);
    expect.soft(noSample, `No procedure has their input: add them to REST_SAMPLES in ${FOLDER}/samples.ts`).toEqual([]);
    const noOwner = routes.filter((route) => !requestOf(route, ours.ids)).map((r) => r.name);
    expect.soft(noOwner, `Say in OWNERS of ${FOLDER}/samples.ts whose id stands in the path`).toEqual([]);
    const files = readdirSync("app", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("/route.ts"))
      .map((file) => file.replace(/\/route\.ts$/, ""));
    expect
      .soft(files.sort(), `Keep ${FOLDER}/http-routes.ts equal to the files`)
      .toEqual(Object.keys(HTTP_ROUTES).sort());
  });

  it("holds an id in every place of an input that takes one", () => {
    const ids = new Set(Object.values(ours.ids));
    const missing = procedures.flatMap(({ path, input }) => {
      const held = new Set(sampleOf(path)?.inputs.flatMap((build) => [...idPathsIn(build(ours.ids), ids)]));
      return [...(input ? idPathsOf(input) : [])]
        .filter((place) => !held.has(place))
        .map((place) => `${path} ${place}`);
    });
    expect(missing, `Fill these places from \`ids\` in ${FOLDER}/samples-*.ts`).toEqual([]);
  });

  it("is made of rows in every table of a tenant", () => {
    const empty = Object.entries(theirRows).flatMap(([table, print]) =>
      print.startsWith("0 rows") && !EMPTY[table] ? [table] : [],
    );
    expect(empty, `Fill these tables in ${FOLDER}/company.ts by a command, or say in EMPTY what does`).toEqual([]);
  });

  it("cannot tell another tenant's id from one nobody has, in any procedure", async () => {
    const before = await fingerprint(ours.ctx.workspaceNo);
    const check = async ({ path }: Procedure) => {
      const sample = sampleOf(path);
      if (!sample) return null;
      for (const build of sample.inputs) {
        const names = namesUsed(build, ours.ids);
        const problem = await compare(path, names, (ids) => ask(path, build(ids)), sample.passesOver !== undefined);
        if (problem) return problem;
      }
      return null;
    };
    const [refusing, passingOver] = [false, true].map((passes) =>
      procedures.filter(({ path }) => (sampleOf(path)?.passesOver !== undefined) === passes),
    );
    expect(await each(refusing ?? [], check)).toEqual([]);
    expect(await fingerprint(ours.ctx.workspaceNo), "a refused call wrote something").toEqual(before);
    expect(await each(passingOver ?? [], check, 1)).toEqual([]);
    await nothingHappenedToThem();
  });

  it("cannot tell another tenant's id from one nobody has, in any route of the API", async () => {
    const check = async (route: Route) => {
      const sent = decodeURIComponent(JSON.stringify(requestOf(route, ours.ids)));
      const names = namesUsed((ids) => requestOf(route, ids), ours.ids).filter((id) => sent.includes(ours.ids[id]));
      const mayPassOver = sampleOfRoute(route)?.passesOver !== undefined;
      return compare(route.name, names, (ids) => askApi(route, ids), mayPassOver);
    };
    const [refusing, passingOver] = [false, true].map((passes) =>
      routes.filter((route) => (sampleOfRoute(route)?.passesOver !== undefined) === passes),
    );
    expect(await each(refusing ?? [], check)).toEqual([]);
    expect(await each(passingOver ?? [], check, 1)).toEqual([]);
    await nothingHappenedToThem();
  });

  it("sees only its own in lists, with the other's cursor and the other's words as well", async () => {
    const neighbour = await signInAs([{ workspace: theirs.ctx, role: "marketing_admin" }], "Theirs");
    theirRows = await fingerprint(theirs.ctx.workspaceNo);
    const lists = procedures.filter(({ kind, input }) => kind === "query" && input);
    const problems = await each(lists, async ({ path, kind, input }) => {
      const properties = input ? inputNames(input) : [];
      const sample = sampleOf(path)?.input;
      if (!sample) return null;
      for (const search of ["q", "search", "to", "entityId"].filter((name) => properties.includes(name)))
        await ask(path, { ...sample(ours.ids), [search]: theirs.canary });
      if (!properties.includes("cursor")) return null;
      const page = await neighbour.ask(theirs.slug, path, kind, { ...sample(theirs.ids), limit: 1 });
      const cursor = /"nextCursor":"([^"]+)"/.exec(page.text)?.[1];
      const answer = await ask(path, { ...sample(ours.ids), ...(cursor && { cursor }) });
      return answer.status >= 500 ? `${path}: another tenant's cursor answers ${answer.status}` : null;
    });
    expect(problems).toEqual([]);
    await nothingHappenedToThem();
  });

  it("gets no file of another tenant and puts none there", async () => {
    const downloads: [IdName, (request: Request, slug: string, id: string) => Promise<Response>][] = [
      ["startedImport", handleImportErrors],
      ["contact", handleConsentProof],
      ["export", handleExportDownload],
    ];
    for (const [name, handle] of downloads) {
      const get = async (slug: string, id: string) => {
        const url = `${ORIGIN}/api/w/${slug}/file?format=json`;
        const answer = await handle(new Request(url, { headers: admin.jar.headers() }), slug, id);
        return told(name, id, withoutTrace({ status: answer.status, text: await answer.text() }, [id]));
      };
      const own = await get(ours.slug, ours.ids[name]);
      expect([name, own.status, own.text.includes(ours.canary)]).toEqual([name, 200, true]);
      const unknown = await get(ours.slug, madeUpId(name));
      expect([name, unknown.status]).toEqual([name, 404]);
      expect(await get(ours.slug, theirs.ids[name])).toEqual(unknown);
      expect((await get(theirs.slug, theirs.ids[name])).status).toBe(404);
    }
    const list = async (slug: string) => {
      const request = new Request(`${ORIGIN}/api/w/${slug}/suppressions/export`, { headers: admin.jar.headers() });
      const answer = await handleSuppressionExport(request, slug);
      return told("suppressions", slug, { status: answer.status, text: await answer.text() });
    };
    const ownList = await list(ours.slug);
    expect([ownList.status, ownList.text.includes(ours.canary)]).toEqual([200, true]);
    expect((await list(theirs.slug)).status).toBe(404);
    const headers = admin.jar.headers({ origin: ORIGIN, "x-carillon-request": "1", "x-file-name": "a.csv" });
    const upload = await handleImportUpload(
      new Request(`${ORIGIN}/api/w/${theirs.slug}/imports/upload`, { method: "POST", headers, body: "email\n" }),
      theirs.slug,
    );
    expect(upload.status).toBe(404);
    const suppress = await handleSuppressionUpload(
      new Request(`${ORIGIN}/api/w/${theirs.slug}/suppressions/upload`, {
        method: "POST",
        headers,
        body: "a@b.example",
      }),
      theirs.slug,
    );
    expect(suppress.status).toBe(404);
    await nothingHappenedToThem();
  });

  it("lets nobody in without a session, from elsewhere, suspended or removed", async () => {
    const elsewhere = await signInAs([], "Elsewhere");
    const suspended = await signInAs(
      [{ workspace: ours.ctx, role: "marketing_admin", status: "suspended" }],
      "Suspended",
    );
    const removed = await signInAs([{ workspace: ours.ctx, role: "marketing_admin" }], "Removed");
    await pipelineSql()`update members set status = 'removed' where user_id = ${removed.userId}`;
    const stranger = browserWith(new CookieJar());
    const problems = await each(procedures, async ({ path, kind }) => {
      const input = sampleOf(path)?.input(ours.ids);
      const statuses = [];
      for (const browser of [stranger, elsewhere, removed, suspended])
        statuses.push((await browser.ask(ours.slug, path, kind, input)).status);
      statuses.push((await admin.ask(theirs.slug, path, kind, sampleOf(path)?.input(theirs.ids))).status);
      return statuses.join() === "401,404,404,403,404" ? null : `${path}: ${statuses}`;
    });
    expect(problems).toEqual([]);
    const { id, secret } = await createApiKey(ours.ctx, { name: "To be revoked", scopes: ["contact:read"] });
    await revokeApiKey(ours.ctx, { id });
    const open = await each(routes, async (route) => {
      const request = requestOf(route, ours.ids);
      if (!request) return null;
      const statuses = [(await callApi(null, request)).status, (await callApi(secret, request)).status];
      return statuses.join() === "401,401" ? null : `${route.name}: ${statuses}`;
    });
    expect(open).toEqual([]);
    await nothingHappenedToThem();
  });

  it.each(ROLES)("lets a %s who is signed in call exactly what the role's permissions allow", async (role) => {
    const browser = await signInAs([{ workspace: ours.ctx, role }], role);
    const problems = await each(procedures, async ({ path, permission }) => {
      const { status } = await ask(path, { id: "none" }, browser);
      const isAllowed = permission !== undefined && can(ROLE_PERMISSIONS[role], permission);
      return (status !== 403) === isAllowed ? null : `${path} (${permission}) answers ${status}`;
    });
    expect(problems).toEqual([]);
    await nothingHappenedToThem();
  });

  it("works with its own ids, and takes no column from a caller that the input does not name", async () => {
    const mark = randomUUID();
    const planted = {
      workspaceId: theirs.ctx.workspaceId,
      workspaceNo: theirs.ctx.workspaceNo,
      workspace_no: theirs.ctx.workspaceNo,
      id: mark,
      userId: mark,
      createdBy: mark,
      created_by: mark,
      role: `role-${mark}`,
      status: `status-${mark}`,
    };
    const plantedBeside = (input: z.ZodType | undefined) =>
      Object.fromEntries(Object.entries(planted).filter(([key]) => !input || !inputNames(input).includes(key)));
    const problems: string[] = [];
    /** Refusing what is planted is as good as passing it over; without it the call must work. */
    const tryIt = async (name: string, call: (more: object) => Promise<Answer>, input: z.ZodType | undefined) => {
      const first = await call(plantedBeside(input));
      const { status, text } = first.status === 422 ? await call({}) : first;
      if (![200, 201, 202, 204, 409].includes(status)) problems.push(`${name}: ${status} ${text.slice(0, 300)}`);
    };
    for (const { path, input } of inOrder) {
      const sample = sampleOf(path);
      if (sample && !sample.notTried)
        for (const build of sample.inputs)
          await tryIt(path, (more) => ask(path, { ...more, ...build(ours.ids) }), input);
    }
    expect(problems, "calls with own ids that do not work").toEqual([]);
    const isDeletion = ({ route }: Route) => Number(route.method === "DELETE");
    for (const subject of [...routes].sort((x, y) => isDeletion(x) - isDeletion(y)))
      if (subject.path === subject.route.path && !sampleOfRoute(subject)?.notTried)
        await tryIt(subject.name, (more) => askApi(subject, ours.restIds, more), subject.route.input);
    expect(problems, "routes with own ids that do not work").toEqual([]);
    expect((await everyRowOf(ours.ctx.workspaceNo)).includes(mark), "a planted value is in a row").toBe(false);
    await nothingHappenedToThem();
  });
});
