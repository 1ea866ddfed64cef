import { describe, expect, it } from "vitest";
import { createApiKey } from "@/server/access";
import { restHandler } from "@/server/api/rest";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { refreshSegment } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

async function clientOf(ctx: Ctx) {
  const { secret } = await createApiKey(ctx, {
    name: "Test",
    scopes: ["segment:read", "segment:write", "segment:delete", "contact:read", "contact:write"],
  });
  const handle = restHandler();
  return async (method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${secret}` };
    const request = new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await handle(request);
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {} };
  };
}

describe("segments over REST, as the specs write them", () => {
  useTestDatabase();

  it.each([
    [
      "000: criteria and logic",
      {
        criteria: [
          { field: "first_name", operator: "equals", value: "Ada" },
          { field: "locale", operator: "contains", value: "de" },
        ],
        logic: "OR",
        refreshFrequency: "0 6 * * *",
      },
      { kind: "group", op: "any", children: [{ operator: "equals" }, { operator: "contains" }] },
    ],
    [
      "004: conditions that name their own join",
      {
        conditions: [
          { field: "first_name", operator: "equals", value: "Ada" },
          { field: "locale", operator: "not_in", value: ["de"], logicalOperator: "AND" },
          { field: "locale", operator: "equals", value: "fr", logicalOperator: "NOT" },
        ],
      },
      {
        kind: "group",
        op: "all",
        children: [{ operator: "equals" }, { operator: "not_in" }, { kind: "group", op: "none" }],
      },
    ],
    [
      "003: rules about clicks",
      {
        type: "INDEPENDENT",
        rules: [
          { eventType: "clicks", attribute: "count", operator: "GTE", value: 2, windowMinutes: 60, active: true },
        ],
      },
      {
        kind: "engagement",
        action: "clicked",
        count: { op: "at_least", n: 2 },
        window: { kind: "last_minutes", minutes: 60 },
      },
    ],
    [
      "003: EQ is at least and at most",
      { rules: [{ eventType: "clicks", attribute: "count", operator: "EQ", value: 1, windowMinutes: 5 }] },
      { kind: "group", op: "all", children: [{ count: { op: "at_least", n: 1 } }, { count: { op: "at_most", n: 1 } }] },
    ],
  ])("take %s", async (_, shape, condition) => {
    const api = await clientOf(await createWorkspace());
    const made = await api("POST", "/segments", { name: "S", ...shape });
    expect(made.body).toMatchObject({ condition });
    expect(made.status).toBe(201);
    expect((await api("GET", `/segments/${made.body.id}`)).body).toMatchObject({ name: "S", usedBy: [] });
  });

  it.each([
    [
      { rules: [{ eventType: "orders", attribute: "count", operator: "GT", value: 1, windowMinutes: 60 }] },
      "rules[0].eventType",
    ],
    [
      { rules: [{ eventType: "clicks", attribute: "count", operator: "GT", value: -1, windowMinutes: 60 }] },
      "rules[0].value",
    ],
    [
      { rules: [{ eventType: "clicks", attribute: "count", operator: "GT", value: 1, windowMinutes: 1441 }] },
      "rules[0].windowMinutes",
    ],
    [{ criteria: [{ field: "first_name", operator: "roughly", value: "x" }] }, "criteria[0].operator"],
    [{ logicalExpression: "A AND B" }, "logicalExpression"],
    [{ logicalExpression: "", dependencies: [] }, "dependencies"],
  ])("refuse %j and name the place", async (shape, field) => {
    const api = await clientOf(await createWorkspace());
    const answer = await api("POST", "/segments", { name: "S", ...shape });
    expect([answer.status, answer.body.error.details.field]).toEqual([422, field]);
  });

  it("derive, switch, count, refresh, and refuse to delete what is in use, naming who uses it", async () => {
    const ctx = await createWorkspace();
    const api = await clientOf(ctx);
    const contact = await api("POST", "/contacts", { email: "ada@people.example", firstName: "Ada" });
    const base = await api("POST", "/segments", {
      name: "Base",
      criteria: [{ field: "first_name", operator: "equals", value: "ada" }],
    });
    const uuid = (await pipelineSql()`select id from segments where workspace_no = ${ctx.workspaceNo}`)[0]?.id;
    const derived = await api("POST", "/segments", {
      name: "Derived",
      type: "DERIVED",
      dependencies: [{ independentSegmentId: uuid, logicalOperator: "AND" }],
    });
    expect(derived.body.condition).toEqual({ kind: "segment", operator: "in", segment: base.body.id });
    const logicalExpression = `NOT (${base.body.id} AND ${derived.body.id}) OR ${base.body.id}`;
    const spoken = await api("POST", "/segments", { name: "Spoken", type: "DERIVED", logicalExpression });
    expect([spoken.status, spoken.body.logicalExpression]).toEqual([201, logicalExpression]);
    const again = await api("PUT", `/segments/${spoken.body.id}`, { name: "Spoken", logicalExpression: `${uuid}` });
    expect([again.body.condition, again.body.logicalExpression]).toEqual([derived.body.condition, base.body.id]);
    const listed = (await api("GET", "/segments")).body.data as { name: string; logicalExpression: string | null }[];
    expect(listed.map((one) => [one.name, one.logicalExpression])).toEqual([
      ["Spoken", base.body.id],
      ["Derived", base.body.id],
      ["Base", null],
    ]);
    expect((await api("DELETE", `/segments/${spoken.body.id}`)).status).toBe(200);
    await refreshSegment(ctx.workspaceNo, 1);
    await refreshSegment(ctx.workspaceNo, 2);
    expect((await api("GET", `/segments/${derived.body.id}/count`)).body).toMatchObject({ count: 1, memberCount: 1 });
    const explained = await api("GET", `/segments/${derived.body.id}/explain/${contact.body.id}`);
    expect(explained.body).toMatchObject({ holds: true, isMember: true });
    const refused = await api("DELETE", `/segments/${base.body.id}`);
    expect([refused.status, refused.body.error.code, refused.body.error.details.usedBy[0].name]).toEqual([
      409,
      "SEGMENT_IN_USE",
      "Derived",
    ]);
    for (const [body, status] of [
      [{ active: false }, "inactive"],
      [{ status: "ACTIVE" }, "active"],
    ] as const)
      expect((await api("PATCH", `/segments/${derived.body.id}/status`, body)).body.status).toBe(status);
    expect((await api("POST", `/segments/${derived.body.id}/refresh`)).status).toBe(202);
  });

  it("keep lists by hand: create, add, remove, overlap", async () => {
    const ctx = await createWorkspace();
    const api = await clientOf(ctx);
    const ids: string[] = [];
    for (const name of ["ada", "alan", "grace"])
      ids.push((await api("POST", "/contacts", { email: `${name}@people.example` })).body.id);
    const [ada, alan, grace] = ids;
    const list = await api("POST", "/segments", {
      name: "List",
      type: "static",
      from: { kind: "contacts", ids: [ada] },
    });
    expect(list.body).toMatchObject({ type: "static", memberCount: 1 });
    const add = await api("POST", `/segments/${list.body.id}/members`, { userIds: [ada, alan] });
    expect([add.status, add.body.changed, add.body.unchanged]).toEqual([200, 1, 1]);
    const second = await api("POST", "/segments", {
      name: "Two",
      type: "static",
      from: { kind: "contacts", ids: [alan, grace] },
    });
    const overlap = await api("POST", "/segments/compare", { segmentIds: [list.body.id, second.body.id] });
    expect(overlap.body.intersections).toHaveLength(3);
    const gone = await api("POST", `/segments/${list.body.id}/members/remove`, {
      from: { kind: "text", text: "ada@people.example" },
    });
    expect(gone.body).toMatchObject({ changed: 1, memberCount: 1 });
  });
});
