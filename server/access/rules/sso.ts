/** What an identity provider says about a person, after its signature was checked. */
export type IdentityClaims = {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
};

export type SsoRefusal =
  | "sso_unknown"
  | "sso_issuer"
  | "sso_email_not_verified"
  | "sso_domain_not_verified"
  | "sso_not_member"
  | "sso_suspended";

/** Issuers are compared as written, except that one final slash does not count (RFC 8414 §2 forbids none, IdPs differ). */
export const isSameIssuer = (a: string, b: string): boolean => a.replace(/\/$/, "") === b.replace(/\/$/, "");

export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/**
 * Whether somebody the workspace has never seen may come in: only with an e-mail the provider verified, in a domain
 * the workspace proved. People already known by (issuer, subject) do not pass here, whatever their e-mail became.
 */
export function admitNewIdentity(claims: IdentityClaims, verifiedDomains: readonly string[]): SsoRefusal | null {
  if (!claims.email || !claims.isEmailVerified) return "sso_email_not_verified";
  return verifiedDomains.includes(domainOf(claims.email)) ? null : "sso_domain_not_verified";
}

/** Reads the claims of an id token or userinfo answer; null without issuer or subject. */
export function readClaims(raw: Record<string, unknown>): IdentityClaims | null {
  const { iss, sub, email, email_verified: verified, name } = raw;
  if (typeof iss !== "string" || typeof sub !== "string" || sub.length === 0 || sub.length > 255) return null;
  return {
    issuer: iss,
    subject: sub,
    email: typeof email === "string" ? email : null,
    isEmailVerified: verified === true || verified === "true",
    name: typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 120) : null,
  };
}

const RESERVED = /\.(test|example|localhost)$/;

/** Names nobody can own (RFC 2606, RFC 6761): they have no DNS to prove them with, and no mail. */
export const isReservedDomain = (domain: string): boolean => RESERVED.test(domain);

export const txtValue = (token: string): string => `carillon-verification=${token}`;

/** Whether one of a name's TXT records (each a list of chunks) is the proof. */
export const provesDomain = (records: readonly (readonly string[])[], token: string): boolean =>
  records.some((chunks) => chunks.join("").trim() === txtValue(token));
