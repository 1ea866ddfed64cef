import "server-only";
import type { AuthOptions } from "next-auth";
import { openSession, SESSION_SECONDS, signInWithPassword } from "@/server/access";
import { logger } from "@/server/platform/logger";
import { cookieName, isSecureSite, sessionSecret } from "./session-cookie";

export const PASSWORD_PROVIDER = "password";

/** What one request brings along: the client's address, its browser and the session it had before. */
export type AuthRequest = {
  action: string;
  providerId: string | null;
  peer: string;
  userAgent: string | null;
  replaces: string | null;
  now: Date;
};

/** Set by the password check, so that the HTTP answer can say 429 with Retry-After. */
export type AuthOutcome = { retryAfterSeconds: number | null };

/**
 * next-auth's options for one request. No adapter: people are found by our own rules, never by e-mail alone, and the
 * JWT carries nothing but the id of a row in `auth_sessions`.
 */
export async function authOptions(request: AuthRequest, outcome: AuthOutcome): Promise<AuthOptions> {
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
    providers: [passwordProvider(request, outcome)],
    callbacks: {
      redirect: ({ url, baseUrl }) => safeRedirect(url, baseUrl),
      async jwt({ user, trigger }) {
        if (trigger !== "signIn" || !user) return {};
        const sid = await openSession({
          userId: user.id,
          ssoWorkspaceNo: null,
          userAgent: request.userAgent,
          replaces: request.replaces,
          now: request.now,
        });
        return { sid };
      },
    },
  };
}

function passwordProvider(request: AuthRequest, outcome: AuthOutcome): AuthOptions["providers"][number] {
  return {
    id: PASSWORD_PROVIDER,
    type: "credentials",
    name: "E-mail and password",
    credentials: {},
    async authorize(credentials: Record<string, unknown> | undefined) {
      const result = await signInWithPassword({
        email: String(credentials?.email ?? ""),
        password: String(credentials?.password ?? ""),
        peer: request.peer,
        now: request.now,
      });
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
