import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { can, type Permission, ROLE_PERMISSIONS, ROLES } from "@/contracts/access";
import { restTable } from "@/server/api/rest/table";
import { appRouter } from "@/server/api/trpc/root";
import type { Ctx } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { OPEN_PROCEDURES } from "../../support/open-procedures";

type Procedure = { _def: { type: string; meta?: { permission?: Permission } } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);
const permissionOf = (procedure: Procedure): Permission | undefined => procedure._def.meta?.permission;

type Caller = (path: string, input: unknown) => Promise<unknown>;
function callerAs(ctx: Ctx | null, refusal?: AppError): Caller {
  const caller = appRouter.createCaller({ ctx, refusal, traceId: "t", now: new Date() });
  return (path, input) => {
    const target = path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], caller);
    return (target as (input: unknown) => Promise<unknown>)(input);
  };
}

/** The code of the refusal, or null when it went well or failed for another reason than access. */
async function accessRefusal(work: () => Promise<unknown>): Promise<string | null> {
  try {
    const result = await work();
    if (typeof result === "object" && result !== null && "return" in result)
      await (result as AsyncGenerator).return(undefined);
    return null;
  } catch (error) {
    const cause = error instanceof AppError ? error : (error as { cause?: unknown }).cause;
    const code = cause instanceof AppError ? cause.code : "OTHER";
    return code === "FORBIDDEN" || code === "UNAUTHENTICATED" || code === "NOT_FOUND" ? code : null;
  }
}

describe("who may call what", () => {
  useTestDatabase();

  it("has a permission for every procedure that is not open to strangers", () => {
    const unlisted = procedures
      .filter(([path, p]) => !(path in OPEN_PROCEDURES) && !permissionOf(p))
      .map(([path]) => path);
    expect(unlisted).toEqual([]);
    expect(Object.keys(OPEN_PROCEDURES).filter((path) => !procedures.some(([known]) => known === path))).toEqual([]);
    expect(procedures.length).toBeGreaterThan(10);
  });

  it.each(ROLES)("lets a %s call exactly the procedures the role's permissions allow", async (role) => {
    const ctx = as(await createWorkspace(), role);
    const call = callerAs(ctx);
    for (const [path, procedure] of procedures) {
      const permission = permissionOf(procedure);
      if (!permission) continue;
      const refused = (await accessRefusal(() => call(path, {}))) === "FORBIDDEN";
      expect([path, permission, refused]).toEqual([path, permission, !can(ROLE_PERMISSIONS[role], permission)]);
    }
  });

  it("lets a stranger and a member of another workspace call none of them", async () => {
    const stranger = callerAs(null);
    const foreign = callerAs(null, new AppError("NOT_FOUND", "This workspace does not exist."));
    for (const [path] of procedures.filter(([p]) => !(p in OPEN_PROCEDURES))) {
      expect([path, await accessRefusal(() => stranger(path, {}))]).toEqual([path, "UNAUTHENTICATED"]);
      expect([path, await accessRefusal(() => foreign(path, {}))]).toEqual([path, "NOT_FOUND"]);
    }
  });

  it.each(ROLES)("lets an API key with the scopes of a %s call exactly the routes they allow", async (role) => {
    const ctx = await createWorkspace();
    const key: Ctx = {
      ...ctx,
      actor: { type: "api_key", keyId: randomUUID(), permissions: ROLE_PERMISSIONS[role] },
    };
    for (const route of restTable) {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      const params = Object.fromEntries(names.map((name) => [name, randomUUID()]));
      const refused = (await accessRefusal(() => route.call(key, { params, query: {}, body: {} }))) === "FORBIDDEN";
      const name = `${route.method} ${route.path} (${route.permission})`;
      expect([name, refused]).toEqual([name, !can(ROLE_PERMISSIONS[role], route.permission)]);
    }
  });
});
