import "server-only";
import { parseCookie } from "./cookies";
import { cookieName, isSecureSite } from "./session-cookie";

const MINUTES = 15;

/** Marks the sign-in that begins as a test of one connection, or as a real one. */
export function testCookie(isTest: boolean, connectionId: string): string {
  const kept = isTest ? `${encodeURIComponent(connectionId)}; Max-Age=${MINUTES * 60}` : "; Max-Age=0";
  return `${cookieName("sso-test")}=${kept}; Path=/; HttpOnly; SameSite=Lax${isSecureSite() ? "; Secure" : ""}`;
}

/** The connection that this browser is trying, or null. Whoever forges it only forgoes being signed in. */
export const testedConnection = (headers: Headers): string | null =>
  parseCookie(headers.get("cookie"))[cookieName("sso-test")] || null;
