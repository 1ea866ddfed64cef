import "server-only";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import type { z } from "zod";
import type { Permission } from "@/contracts/access";
import type { ErrorBody, ErrorCode } from "@/contracts/errors";
import type { Session } from "@/server/access";
import type { Command, Process, Query } from "@/server/platform/command";
import { type Ctx, demand } from "@/server/platform/context";
import { AppError, toErrorBody, validationError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";

/** `ctx` is null for people who are not signed in or not members of the workspace they named; `refusal` says why. */
export type TrpcContext = {
  ctx: Ctx | null;
  traceId: string;
  now: Date;
  refusal?: AppError;
  session?: Session | null;
};

const TRPC_CODES: Partial<Record<ErrorCode, TRPCError["code"]>> = {
  VALIDATION_ERROR: "UNPROCESSABLE_CONTENT",
  BAD_REQUEST: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  PRECONDITION_FAILED: "PRECONDITION_FAILED",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  SEGMENT_IN_USE: "CONFLICT",
  CONSENT_REQUIRED: "CONFLICT",
  PREFLIGHT_FAILED: "CONFLICT",
  PROVIDER_ERROR: "BAD_GATEWAY",
  DEPENDENCY_UNAVAILABLE: "SERVICE_UNAVAILABLE",
};

/** What a procedure needs; checked before its input is even looked at, and listed by the role table test. */
export type ProcedureMeta = { permission: Permission };

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter({ shape, error, ctx }) {
      const cause =
        error.cause instanceof AppError
          ? error.cause
          : error.code === "INTERNAL_SERVER_ERROR"
            ? error
            : new AppError(error.code === "METHOD_NOT_SUPPORTED" ? "METHOD_NOT_ALLOWED" : "BAD_REQUEST", error.message);
      const body: ErrorBody = toErrorBody(cause, {
        traceId: ctx?.traceId ?? "",
        now: ctx?.now ?? new Date(),
        instance: shape.data.path,
      });
      return {
        ...shape,
        message: body.detail,
        data: { code: shape.data.code, httpStatus: body.status, path: shape.data.path, body },
      };
    },
  });

/** The one place where a refusal becomes a tRPC error; anything else is logged and leaves as INTERNAL. */
const mapErrors = t.middleware(async ({ next, path, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof AppError)
    throw new TRPCError({ code: TRPC_CODES[cause.code] ?? "INTERNAL_SERVER_ERROR", message: cause.message, cause });
  if (result.error.code === "BAD_REQUEST" && cause && "issues" in cause) {
    const refusal = validationError(cause as z.ZodError);
    throw new TRPCError({ code: "UNPROCESSABLE_CONTENT", message: refusal.message, cause: refusal });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR")
    logger().error({ err: cause ?? result.error, path, traceId: ctx.traceId }, "procedure failed");
  return result;
});

const signedIn = t.middleware(({ ctx, meta, next }) => {
  if (!ctx.ctx) throw ctx.refusal ?? new AppError("UNAUTHENTICATED", "Sign in to continue.");
  if (meta) demand(ctx.ctx, meta.permission);
  return next({ ctx: { ...ctx, ctx: ctx.ctx } });
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
/**
 * Every console procedure: a signed-in member of the workspace named by the request. One written by hand (a
 * subscription, a process) starts with `procedure.meta({ permission })`.
 */
export const procedure = t.procedure.use(mapErrors).use(signedIn);
/** Without a workspace: set-up, who am I. */
export const openProcedure = t.procedure.use(mapErrors);

/** A command or process as a mutation; input schema, permission and errors come from it. */
export const mutationOf = <I extends z.ZodType, R>(command: Command<I, R> | Process<I, R>) =>
  procedure
    .meta({ permission: command.spec.permission })
    .input(command.spec.input)
    .mutation(({ ctx, input }) => command(ctx.ctx, input as z.input<I>));

/** A query as a query; also a process that only reads. */
export const queryOf = <I extends z.ZodType, R>(query: Query<I, R> | Process<I, R>) =>
  procedure
    .meta({ permission: query.spec.permission })
    .input(query.spec.input)
    .query(({ ctx, input, signal }) => query({ ...ctx.ctx, ...(signal && { signal }) }, input as z.input<I>));
