import "server-only";
import { env } from "@/server/platform/env";

/** Header that a page of another origin cannot send without a CORS preflight, which we never answer. */
export const REQUEST_HEADER = "x-carillon-request";

/**
 * Whether a request that changes something comes from our own pages. Needs the custom header, and believes neither a
 * foreign Origin (also "null") nor a Sec-Fetch-Site that says another site sent it.
 */
export function isOwnRequest(headers: Headers): boolean {
  if (headers.get(REQUEST_HEADER) !== "1") return false;
  return isOwnOrigin(headers);
}

/** The same without the custom header: for plain forms, which carry a CSRF token instead. */
export function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (origin === new URL(env().APP_URL).origin) return true;
  try {
    return new URL(origin).host === headers.get("host");
  } catch {
    return false;
  }
}
