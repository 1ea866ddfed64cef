import type { ErrorBody } from "@/contracts/errors";

type Failed = { message: string; data?: { body?: ErrorBody } | null };

const bodyOf = (error: unknown): ErrorBody | null => (error as Failed | null)?.data?.body ?? null;

/** The sentence to show for a failed query or mutation. */
export function messageOf(error: unknown): string {
  const body = bodyOf(error);
  if (body) return body.detail;
  return "The server did not answer. Try again in a moment.";
}

export const traceIdOf = (error: unknown): string | undefined => bodyOf(error)?.error.traceId || undefined;

/** The permission whose absence was the reason, for DeniedState. */
export function missingPermissionOf(error: unknown): string | null {
  const permission = bodyOf(error)?.error.details.permission;
  return typeof permission === "string" ? permission : null;
}

/** Field path ("rules.0.value") to sentence, for `applyServerErrors`; the whole message under "" when no field is named. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  const faults = bodyOf(error)?.errors ?? [];
  if (faults.length === 0) return { "": messageOf(error) };
  return Object.fromEntries(
    faults.map((fault) => [fault.pointer.replace(/^#\//, "").replaceAll("/", "."), fault.detail]),
  );
}
