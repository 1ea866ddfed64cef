import "server-only";
import { z } from "zod";
import { ERROR_CODES } from "@/contracts/errors";
import { env } from "@/server/platform/env";
import { API_ROOT } from "./dispatch";
import type { RestRoute } from "./route";
import { restTable } from "./table";

type Json = Record<string, unknown>;
type Schemas = Record<string, unknown>;

/** GET /api/v1/openapi.json: public, because it says nothing a key is needed for. */
export function answerOpenApi(): Response {
  return Response.json(openApiOf(restTable), { headers: { "cache-control": "public, max-age=300" } });
}

/** The OpenAPI 3.1 document of a route table, made of the same schemas that parse the requests. */
export function openApiOf(table: readonly RestRoute[]): Json {
  const schemas: Schemas = { Error: ERROR_SCHEMA };
  const paths: Record<string, Json> = {};
  for (const route of table)
    for (const path of [route.path, ...(route.aliases ?? [])]) {
      const item = paths[path] ?? {};
      item[route.method.toLowerCase()] = operationOf(route, path, schemas);
      paths[path] = item;
    }
  return {
    openapi: "3.1.0",
    info: { title: "Carillon API", version: "1", description: DESCRIPTION },
    servers: [{ url: `${env().APP_URL}${API_ROOT}` }],
    security: [{ apiKey: [] }],
    tags: [...new Set(table.map((route) => route.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "A secret key: `sk_…`." } },
      responses: {
        Problem: {
          description: "A refusal. `error.code` is one of the closed list.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
      parameters: {
        IdempotencyKey: idempotencyParameter(false),
        RequiredIdempotencyKey: idempotencyParameter(true),
      },
    },
  };
}

const DESCRIPTION = [
  "Lists are pages: `limit` (1 to 100) and `cursor` in, `has_more` and `next_cursor` out.",
  "Every POST, PUT and PATCH takes an Idempotency-Key; the same request with it is answered from store for 24 hours.",
  "1,000 requests a minute and workspace; X-RateLimit-* say what is left.",
].join(" ");

const idempotencyParameter = (required: boolean): Json => ({
  name: "Idempotency-Key",
  in: "header",
  required,
  schema: { type: "string", minLength: 1, maxLength: 255 },
  description: "Any text of your own, quoted or bare. Another payload under the same key is refused.",
});

function operationOf(route: RestRoute, path: string, schemas: Schemas): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const id = operationIdOf(route, path);
  const input = jsonSchemaOf(route.input, "input", `${id}Input`, schemas);
  const fields = propertiesOf(input);
  const required = requiredOf(input).filter((name) => !names.includes(name));
  const inPath = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: fields[name] ?? { type: "string" },
  }));
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
  const hasBody = route.method !== "GET" && route.method !== "DELETE";
  const inQuery = Object.entries(hasBody ? {} : rest).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
  const key = route.needsIdempotencyKey ? "RequiredIdempotencyKey" : "IdempotencyKey";
  const body = input.type === "object" ? { ...input, properties: rest, required } : input;
  return {
    operationId: id,
    summary: route.summary,
    tags: [route.tag],
    "x-permission": route.permission,
    parameters: [...inPath, ...inQuery, ...(hasBody ? [{ $ref: `#/components/parameters/${key}` }] : [])],
    ...(hasBody &&
      (input.type !== "object" || Object.keys(rest).length > 0) && {
        requestBody: { required: required.length > 0, content: { "application/json": { schema: body } } },
      }),
    responses: {
      [String(route.status)]: successOf(route, id, schemas),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function successOf(route: RestRoute, id: string, schemas: Schemas): Json {
  if (route.status === 204) return { description: "Done." };
  if (route.answers === "file")
    return {
      description: "The file.",
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    };
  const schema = route.output ? jsonSchemaOf(route.output, "output", `${id}Output`, schemas) : {};
  return { description: "Done.", content: { "application/json": { schema } } };
}

/** `PATCH /segments/{id}/status` -> `patchSegmentsIdStatus`: unique, because method and path are. */
const operationIdOf = (route: RestRoute, path: string): string =>
  route.method.toLowerCase() +
  path
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/** A zod schema as JSON Schema, with its shared parts moved to components so that references resolve. */
function jsonSchemaOf(schema: z.ZodType, io: "input" | "output", name: string, schemas: Schemas): Json {
  const { $schema: _, $defs, ...root } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  const definitions = ($defs ?? {}) as Schemas;
  const target = (reference: string): string =>
    reference === "#"
      ? `#/components/schemas/${name}`
      : reference.replace(/^#\/\$defs\//, `#/components/schemas/${name}_`);
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === "$ref" && typeof inner === "string" ? target(inner) : moved(inner),
      ]),
    );
  };
  for (const [key, definition] of Object.entries(definitions)) schemas[`${name}_${key}`] = moved(definition);
  const result = moved(root) as Json;
  if (JSON.stringify(result).includes(`"#/components/schemas/${name}"`)) schemas[name] = result;
  return result;
}

const propertiesOf = (schema: Json): Record<string, unknown> => (schema.properties ?? {}) as Record<string, unknown>;
const requiredOf = (schema: Json): string[] => (schema.required ?? []) as string[];

const ERROR_SCHEMA: Json = {
  type: "object",
  required: ["type", "title", "status", "detail", "error"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What is wrong, in words for people." },
    instance: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "code", "detail"],
        properties: { pointer: { type: "string" }, code: { type: "string" }, detail: { type: "string" } },
      },
    },
    error: {
      type: "object",
      required: ["code", "message", "details", "timestamp", "traceId"],
      properties: {
        code: { type: "string", enum: Object.keys(ERROR_CODES) },
        message: { type: "string" },
        details: { type: "object" },
        timestamp: { type: "string", format: "date-time" },
        traceId: { type: "string" },
      },
    },
  },
};
