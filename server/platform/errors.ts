import "server-only";
import type { z } from "zod";
import { ERROR_CODES, type ErrorBody, type ErrorCode, type FieldFault } from "@/contracts/errors";

/** A refusal the caller can act on. Bugs throw `Error` instead and reach people as INTERNAL with a trace id. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
    readonly faults: FieldFault[] = [],
  ) {
    super(message);
  }
}

/** Another tenant's id and a random id must be indistinguishable, so both end here. */
export const notFound = (what: string): AppError => new AppError("NOT_FOUND", `This ${what} does not exist.`);

/** zod issues as field faults; the first one is repeated in `details` because spec 003 §13 wants field and reason there. */
export function validationError(error: z.ZodError, message = "Some fields are not valid."): AppError {
  const faults = error.issues.map((issue) => ({
    pointer: `#/${issue.path.map(String).join("/")}`,
    code: issue.code ?? "invalid",
    detail: issue.message,
  }));
  const first = error.issues[0];
  const field = first
    ? first.path
        .map((p) => (typeof p === "number" ? `[${p}]` : String(p)))
        .join(".")
        .replaceAll(".[", "[")
    : "";
  return new AppError(
    "VALIDATION_ERROR",
    first && field ? `${field}: ${first.message}` : message,
    { field, reason: first?.message ?? message },
    faults,
  );
}

/** The one mapping from a thrown value to the body people see; unknown errors never leak their own text. */
export function toErrorBody(error: unknown, at: { traceId: string; now: Date; instance?: string }): ErrorBody {
  const known =
    error instanceof AppError
      ? error
      : new AppError("INTERNAL", "Something went wrong on our side. Nothing you sent was changed.");
  const { status, title } = ERROR_CODES[known.code];
  return {
    type: `/docs/problems/${known.code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status,
    detail: known.message,
    ...(at.instance ? { instance: at.instance } : {}),
    ...(known.faults.length > 0 ? { errors: known.faults } : {}),
    error: {
      code: known.code,
      message: known.message,
      details: known.details,
      timestamp: at.now.toISOString(),
      traceId: at.traceId,
    },
  };
}
