import { randomBytes } from "node:crypto";
import type { Role } from "@/contracts/access";
import { addSsoDomain, createSsoConnection, updateSsoConnection, verifySsoDomain } from "@/server/access";
import { CookieJar } from "./cookie-jar";
import { createWorkspace } from "./fixtures";
import type { OidcProvider } from "./oidc-provider";
import { callAuth, csrfOf, ORIGIN, slugOfWorkspace } from "./sign-in";

export const aDomain = () => `${randomBytes(5).toString("hex")}.example`;

/** A workspace with a connection to a provider and one verified domain. */
export async function connected(provider: OidcProvider, domain = aDomain(), defaultRole: Role = "analyst") {
  const ctx = await createWorkspace();
  const placeholder = { name: "Company login", issuer: provider.issuer, clientId: "later", clientSecret: "later" };
  const { id } = await createSsoConnection(ctx, { ...placeholder, defaultRole });
  await updateSsoConnection(ctx, { id, ...provider.registerClient(`${ORIGIN}/api/auth/callback/${id}`) });
  await addSsoDomain(ctx, { id, domain });
  await verifySsoDomain(ctx, { id, domain });
  return { ctx, id, domain, slug: await slugOfWorkspace(ctx) };
}

/** Walks through the provider's pages as a browser does; returns the address it sends the browser back to. */
export async function walkThroughIdp(start: string, login: string): Promise<string> {
  const jar = new CookieJar();
  let url = start;
  for (let hop = 0; hop < 10; hop += 1) {
    const isForm = new URL(url).pathname.startsWith("/interaction/");
    const response = await fetch(url, {
      method: isForm ? "POST" : "GET",
      headers: jar.headers(isForm ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      body: isForm ? new URLSearchParams({ login }) : undefined,
      redirect: "manual",
    });
    jar.take(response);
    const next = response.headers.get("location");
    if (!next) throw new Error(`The provider stopped at ${url}: ${await response.text()}`);
    url = new URL(next, url).href;
    if (url.startsWith(ORIGIN)) return url;
  }
  throw new Error("The provider redirects in circles.");
}

export async function leave(jar: CookieJar, connectionId: string): Promise<string> {
  const csrfToken = await csrfOf(jar);
  const answer = await callAuth(jar, `signin/${connectionId}`, { csrfToken, callbackUrl: "/" });
  return answer.headers.get("location") ?? "";
}

export async function signInBySso(jar: CookieJar, connectionId: string, login: string): Promise<string> {
  const back = await walkThroughIdp(await leave(jar, connectionId), login);
  const answer = await callAuth(jar, back.slice(`${ORIGIN}/api/auth/`.length));
  return answer.headers.get("location") ?? "";
}

export const account = (
  provider: OidcProvider,
  email: string,
  more: Partial<{ sub: string; email_verified: boolean }> = {},
) => {
  const login = randomBytes(6).toString("hex");
  provider.setAccount(login, { sub: login, email, email_verified: true, name: "Grace Hopper", ...more });
  return login;
};
