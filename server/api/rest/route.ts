import "server-only";
import type { z } from "zod";
import type { Permission } from "@/contracts/access";
import type { Ctx } from "@/server/platform/context";

/** A command or a query: both carry their input schema and permission. */
type Operation<I extends z.ZodType, R> = ((ctx: Ctx, input: z.input<I>) => Promise<R>) & {
  readonly spec: { name: string; permission: Permission; input: I };
};

export type RestRequest = {
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
};

/** One line of the public API. The dispatcher and the OpenAPI document are both made from these. */
export type RestRoute = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, parameters in braces: `/campaigns/{id}/launch`. */
  path: string;
  summary: string;
  tag: string;
  permission: Permission;
  /** Answer status when it went well. */
  status: 200 | 201 | 202 | 204;
  /** Schemas for OpenAPI; `input` is what `call` will parse. */
  input: z.ZodType;
  output?: z.ZodType;
  /** Whether Idempotency-Key must be there (launch, trigger, bulk). Every POST and PATCH accepts one. */
  needsIdempotencyKey?: boolean;
  /** `file`: `to` makes a Response with the file, which leaves untouched. */
  answers?: "file";
  /** Other public paths that do the same (specs spell some twice). */
  aliases?: string[];
  call(ctx: Ctx, request: RestRequest): Promise<unknown>;
};

/** An answer that is a file: sent as it is instead of JSON. */
export class FileAnswer {
  constructor(
    readonly contentType: string,
    readonly fileName: string,
    readonly bytes: Uint8Array<ArrayBuffer>,
  ) {}
}

type Options<R> = Pick<RestRoute, "method" | "path" | "summary" | "tag"> &
  Partial<Pick<RestRoute, "status" | "output" | "needsIdempotencyKey" | "answers" | "aliases">> & {
    /** How path, query and body become the operation's input; default: all three merged, body last but path parameters win. */
    from?: (request: RestRequest) => unknown;
    /** How the result becomes the answer; default: as it is. */
    to?: (result: R) => unknown;
  };

/** Binds a command or query to a URL. The path is all that is said here; rules, permission and schema are the operation's. */
export function restRoute<I extends z.ZodType, R>(operation: Operation<I, R>, options: Options<R>): RestRoute {
  const { from, to, ...rest } = options;
  return {
    status: options.method === "POST" ? 201 : 200,
    ...rest,
    permission: operation.spec.permission,
    input: operation.spec.input,
    async call(ctx, request) {
      const merged = { ...request.query, ...(isRecord(request.body) ? request.body : {}), ...request.params };
      const result = await operation(ctx, (from ? from(request) : merged) as z.input<I>);
      return to ? to(result) : result;
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
