import "server-only";
import type { AuthOptions } from "next-auth";
import { publicId } from "@/contracts/ids";
import {
  findSsoConnection,
  openSession,
  readClaims,
  recordSsoTest,
  SESSION_SECONDS,
  type SsoSignInConnection,
  signInWithPassword,
  signInWithSso,
} from "@/server/access";
import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { cookieName, isSecureSite, sessionSecret } from "./session-cookie";

export const PASSWORD_PROVIDER = "password";
const UNAVAILABLE = "Unavailable";

/** What one request brings along: the client's address, its browser and the session it had before. */
export type AuthRequest = {
  action: string;
  providerId: string | null;
  peer: string;
  userAgent: string | null;
  replaces: string | null;
  /** The connection whose sign-in is only being tried: the answer is kept, and nobody is signed in. */
  testOf: string | null;
  now: Date;
};

/** Set by the password check, so that the HTTP answer can say 429 with Retry-After. */
export type AuthOutcome = { retryAfterSeconds: number | null };

/**
 * next-auth's options for one request. No adapter: people are found by our own rules, never by e-mail alone, and the
 * JWT carries nothing but the id of a row in `auth_sessions`.
 */
export async function authOptions(request: AuthRequest, outcome: AuthOutcome): Promise<AuthOptions> {
  const connection = await connectionOf(request);
  let sso: { userId: string; workspaceNo: number } | null = null;
  const cookie = (what: string, maxAge?: number) => ({
    name: cookieName(what),
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecureSite(), ...(maxAge && { maxAge }) },
  });
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", error: "/login", signOut: "/login" },
    useSecureCookies: isSecureSite(),
    cookies: {
      sessionToken: cookie("session"),
      callbackUrl: cookie("callback-url"),
      csrfToken: cookie("csrf"),
      pkceCodeVerifier: cookie("pkce", 900),
      state: cookie("state", 900),
      nonce: cookie("nonce", 900),
    },
    logger: {
      error: (code) => logger().warn({ code }, "sign-in failed"),
      warn: () => {},
      debug: () => {},
    },
    providers: connection ? [oidcProvider(connection)] : [passwordProvider(request, outcome)],
    callbacks: {
      redirect: ({ url, baseUrl }) => safeRedirect(url, baseUrl),
      async signIn({ profile }) {
        if (!connection) return true;
        return withoutLeaks(async () => {
          const claims = readClaims({ ...profile });
          if (request.testOf === publicId("ssoConnection", connection.id)) {
            const refusal = claims ? await recordSsoTest(connection, claims, request.now) : "sso_unknown";
            return `${env().APP_URL}/login/tested${refusal ? `?error=${refusal}` : ""}`;
          }
          const result = claims ? await signInWithSso(connection, claims, request.now) : null;
          if (!result?.ok) return `${env().APP_URL}/login?error=${result?.reason ?? "sso_unknown"}`;
          sso = { userId: result.userId, workspaceNo: connection.workspaceNo };
          return true;
        });
      },
      async jwt({ user, trigger }) {
        if (trigger !== "signIn" || !user || (connection && !sso)) return {};
        const sid = await openSession({
          userId: sso?.userId ?? user.id,
          ssoWorkspaceNo: sso?.workspaceNo ?? null,
          userAgent: request.userAgent,
          replaces: request.replaces,
          now: request.now,
        });
        return { sid };
      },
    },
  };
}

/** next-auth puts the message of whatever is thrown into the address; a failed statement must not stand there. */
async function withoutLeaks<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    logger().error({ err: error }, "sign-in failed");
    throw new Error(UNAVAILABLE);
  }
}

/** The connection this request is about; only sign-in and return need one. */
async function connectionOf({ action, providerId }: AuthRequest): Promise<SsoSignInConnection | null> {
  if (!providerId || providerId === PASSWORD_PROVIDER || !["signin", "callback"].includes(action)) return null;
  return findSsoConnection(providerId);
}

/** A workspace's OpenID provider. Discovery, signatures, PKCE, state and nonce are openid-client's work. */
function oidcProvider(connection: SsoSignInConnection): AuthOptions["providers"][number] {
  return {
    id: publicId("ssoConnection", connection.id),
    name: connection.name,
    type: "oauth",
    wellKnown: `${connection.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: connection.clientId,
    clientSecret: connection.clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      /** Many providers keep e-mail out of the id token; what the signed token does say goes over userinfo. */
      async request({ client, tokens }) {
        const claims = verifiedClaims(tokens.id_token);
        if (claims.email !== undefined || !tokens.access_token) return claims;
        const more = await client.userinfo(tokens.access_token);
        if (more.sub !== claims.sub) throw new Error("userinfo speaks of somebody else than the id token");
        return { ...more, ...claims };
      },
    },
    profile: (claims: { sub: string }) => ({ id: claims.sub }),
  };
}

/** The payload of an id token whose signature, issuer, audience, time and nonce openid-client has just checked. */
function verifiedClaims(idToken: string | undefined): Record<string, unknown> & { sub: string } {
  return JSON.parse(Buffer.from(idToken?.split(".")[1] ?? "", "base64url").toString("utf8"));
}

function passwordProvider(request: AuthRequest, outcome: AuthOutcome): AuthOptions["providers"][number] {
  return {
    id: PASSWORD_PROVIDER,
    type: "credentials",
    name: "E-mail and password",
    credentials: {},
    async authorize(credentials: Record<string, unknown> | undefined) {
      const result = await withoutLeaks(() =>
        signInWithPassword({
          email: String(credentials?.email ?? ""),
          password: String(credentials?.password ?? ""),
          peer: request.peer,
          now: request.now,
        }),
      );
      if (result.ok) return { id: result.userId };
      if (result.reason === "rate_limited") outcome.retryAfterSeconds = result.retryAfterSeconds;
      return null;
    },
  };
}

/** Only addresses of this installation; everything else leads home. */
export function safeRedirect(url: string, baseUrl: string): string {
  try {
    const target = new URL(url, baseUrl);
    return target.origin === new URL(baseUrl).origin ? target.href : baseUrl;
  } catch {
    return baseUrl;
  }
}
