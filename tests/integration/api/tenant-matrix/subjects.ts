import type { z } from "zod";
import type { Permission } from "@/contracts/access";
import type { RestRoute } from "@/server/api/rest/route";
import { restTable } from "@/server/api/rest/table";
import { appRouter } from "@/server/api/trpc/root";
import { OPEN_PROCEDURES } from "../../../support/open-procedures";
import type { ApiCall, Kind } from "./callers";
import { ID_KINDS, type IdName, type Ids } from "./company";
import type { Sample } from "./sample";
import { OWNERS, REST_SAMPLES, SAMPLES } from "./samples";

export type Procedure = { path: string; kind: Kind; permission: Permission | undefined; input: z.ZodType | undefined };
type RawProcedure = { _def: { type: Kind; meta?: { permission: Permission }; inputs?: z.ZodType[] } };

export const procedures: Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, RawProcedure>,
)
  .filter(([path]) => !(path in OPEN_PROCEDURES))
  .map(([path, { _def }]) => ({ path, kind: _def.type, permission: _def.meta?.permission, input: _def.inputs?.[0] }));

type Input = Extract<Sample, (...args: never[]) => unknown>;
type Full = Exclude<Sample, Input> & { inputs: Input[] };
const full = (sample: Sample | undefined): Full | undefined => {
  if (!sample) return undefined;
  const given = typeof sample === "function" ? { input: sample } : sample;
  return { ...given, inputs: [given.input, ...(given.also ?? [])] };
};

export const sampleOf = (path: string): Full | undefined => full(SAMPLES[path]);
/** The procedures in the order of their lines: reading first, deletions last. */
export const inOrder: Procedure[] = Object.keys(SAMPLES).flatMap((path) => procedures.filter((p) => p.path === path));

export type Route = { name: string; route: RestRoute; path: string };
export const routes: Route[] = restTable.flatMap((route) =>
  [route.path, ...(route.aliases ?? [])].map((path) => ({ name: `${route.method} ${path}`, route, path })),
);

/** A route's sample: its own line, or the one of the procedure with the same input. */
export function sampleOfRoute({ route }: Route): Full | undefined {
  const own = full(REST_SAMPLES[`${route.method} ${route.path}`]);
  const twin = procedures.find(({ input }) => input === route.input);
  return own ?? (twin && sampleOf(twin.path));
}

/** The request for a route with ids taken from `ids`; undefined when a parameter of the path is nobody's. */
export function requestOf(subject: Route, ids: Ids): ApiCall | undefined {
  const { route, path } = subject;
  const owner = OWNERS[path.slice(1)] ?? OWNERS[path.slice(1).split("/{")[0] ?? ""];
  const params: Record<string, () => string | undefined> = {
    id: () => owner && ids[route.method === "DELETE" && path.endsWith("{id}") ? doomedFor(owner) : owner],
    contactId: () => ids.contact,
    commentId: () => ids.comment,
    runId: () => ids.testRun,
    domain: () => ids.domain,
    address: () => ids.address,
    version: () => "1",
    step: () => "matched",
  };
  let isKnown = true;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]?.();
    if (value === undefined) isKnown = false;
    return encodeURIComponent(value ?? "");
  });
  if (!isKnown) return undefined;
  const body = sampleOfRoute(subject)?.input(ids) ?? {};
  if (route.method !== "GET" && route.method !== "DELETE") return { method: route.method, path: filled, body };
  const query = Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => (/(^id|Ids?)$/.test(key) ? [] : [[key, String(value)]])),
  );
  return { method: route.method, path: filled, query };
}

function doomedFor(owner: IdName): IdName {
  const doomed = `doomed${owner.charAt(0).toUpperCase()}${owner.slice(1)}`;
  return doomed in ID_KINDS ? (doomed as IdName) : owner;
}

/** Which ids a builder takes. */
export function namesUsed(build: (ids: Ids) => unknown, ids: Ids): IdName[] {
  const names = new Set<IdName>();
  build(
    new Proxy(ids, {
      get(target, name) {
        names.add(name as IdName);
        return Reflect.get(target, name);
      },
    }),
  );
  return [...names];
}
