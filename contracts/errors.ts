/** The closed list of error codes. The same codes drive REST, tRPC, UI copy and client libraries (ux.md §3.1). */
export const ERROR_CODES = {
  VALIDATION_ERROR: { status: 422, title: "Validation error" },
  BAD_REQUEST: { status: 400, title: "Bad request" },
  UNAUTHENTICATED: { status: 401, title: "Sign-in needed" },
  FORBIDDEN: { status: 403, title: "Not allowed" },
  NOT_FOUND: { status: 404, title: "Not found" },
  METHOD_NOT_ALLOWED: { status: 405, title: "Method not allowed" },
  CONFLICT: { status: 409, title: "Conflict" },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: "The same request is still running" },
  IDEMPOTENCY_MISMATCH: { status: 422, title: "Idempotency key used for another request" },
  PRECONDITION_FAILED: { status: 412, title: "Precondition failed" },
  PAYLOAD_TOO_LARGE: { status: 413, title: "Payload too large" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "Unsupported media type" },
  RATE_LIMITED: { status: 429, title: "Too many requests" },
  SEGMENT_IN_USE: { status: 409, title: "Segment in use" },
  CONSENT_REQUIRED: { status: 409, title: "Consent required" },
  PREFLIGHT_FAILED: { status: 409, title: "Pre-flight checks failed" },
  PROVIDER_ERROR: { status: 502, title: "Provider error" },
  DEPENDENCY_UNAVAILABLE: { status: 503, title: "Temporarily unavailable" },
  INTERNAL: { status: 500, title: "Internal error" },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** One fault of one field: where it is (JSON pointer), what is wrong and, in words, how to fix it. */
export type FieldFault = { pointer: string; code: string; detail: string };

/** The one error body of REST and tRPC: RFC 9457 members plus spec 003 §13's `error` object. */
export type ErrorBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  errors?: FieldFault[];
  error: {
    code: ErrorCode;
    message: string;
    details: Record<string, unknown>;
    timestamp: string;
    traceId: string;
  };
};
