import { describe, expect, it } from "vitest";
import { openApiOf } from "@/server/api/rest/openapi";
import { restTable } from "@/server/api/rest/table";
import { useTestDatabase } from "../../support/database";

type Operation = { operationId: string; "x-permission": string; parameters: { name?: string; in?: string }[] };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

describe("the OpenAPI document", () => {
  useTestDatabase();
  const read = () => openApiOf(restTable) as unknown as Document;

  it("has every route of the table, with its permission, and no other", () => {
    const { paths } = read();
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, op]) => `${method.toUpperCase()} ${path} ${op["x-permission"]}`),
    );
    const routed = restTable.flatMap((route) =>
      [route.path, ...(route.aliases ?? [])].map((path) => `${route.method} ${path} ${route.permission}`),
    );
    expect(described.sort()).toEqual(routed.sort());
    expect(routed.length).toBeGreaterThan(10);
  });

  it("names each operation once, declares each path parameter, and refers only to what it holds", () => {
    const document = read();
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).map((operation) => ({ path, operation })),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((p) => p.in === "path").map((p) => `{${p.name}}`);
      expect([path, inPath]).toEqual([path, path.match(/\{\w+\}/g) ?? []]);
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(references.length).toBeGreaterThan(0);
    for (const reference of new Set(references)) {
      const [hash, components, kind = "", name = ""] = reference.split("/");
      expect([hash, components, Boolean(document.components[kind]?.[name]), reference]).toEqual([
        "#",
        "components",
        true,
        reference,
      ]);
    }
  });
});
