import "server-only";
import { decode } from "next-auth/jwt";
import { deriveKey, env } from "@/server/platform/env";
import { parseCookie } from "./cookies";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isSecureSite = (): boolean => env().APP_URL.startsWith("https://");

/** `__Host-` binds the cookie to this host, path / and TLS; a browser refuses that prefix over plain http. */
export const cookieName = (what: string): string => `${isSecureSite() ? "__Host-" : ""}carillon.${what}`;

export const sessionSecret = (): string => deriveKey("next-auth").toString("base64url");

/**
 * The session id in the request's cookie, or null. The token is a JWE we encrypted ourselves (dir, A256GCM): anything
 * unsigned, signed otherwise, altered or expired does not decrypt. Whether the session still lives is the database's word.
 */
export async function sessionIdOf(headers: Headers): Promise<string | null> {
  const token = parseCookie(headers.get("cookie"))[cookieName("session")];
  if (!token || token.length > 4096 || !isOurAlgorithm(token)) return null;
  try {
    const claims = await decode({ token, secret: sessionSecret() });
    return typeof claims?.sid === "string" && UUID.test(claims.sid) ? claims.sid : null;
  } catch {
    return null;
  }
}

function isOurAlgorithm(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));
    return (
      typeof header === "object" &&
      header !== null &&
      Object.keys(header).length === 2 &&
      "alg" in header &&
      header.alg === "dir" &&
      "enc" in header &&
      header.enc === "A256GCM"
    );
  } catch {
    return false;
  }
}
