import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type ClientMetadata, type Configuration } from "oidc-provider";

export type OidcClaims = { sub: string; email?: string; email_verified?: boolean; name?: string };

export interface OidcProvider {
  issuer: string;
  /** Registers our application; the answer goes into an SSO connection. */
  registerClient(redirectUri: string): { clientId: string; clientSecret: string };
  /** Who is signed in when `login` is typed on the provider's page. */
  setAccount(login: string, claims: OidcClaims): void;
  stop(): Promise<void>;
}

/** A real OpenID provider (oidc-provider) on loopback, with a one-field sign-in page. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const clients: ClientMetadata[] = [];
  const accounts = new Map<string, OidcClaims>();
  const cookieKey = randomBytes(16).toString("hex");
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const rebuild = (): void => {
    const provider = quietly(() => new Provider(issuer, configurationOf(clients, accounts, cookieKey)));
    const callback = provider.callback();
    answer = (request, response) => {
      if (request.url?.startsWith("/interaction/")) void interact(provider, accounts, request, response);
      else callback(request, response);
    };
  };
  rebuild();
  return {
    issuer,
    registerClient(redirectUri) {
      const clientId = randomBytes(8).toString("hex");
      const clientSecret = randomBytes(24).toString("base64url");
      clients.push({ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] });
      rebuild();
      return { clientId, clientSecret };
    },
    setAccount: (login, claims) => void accounts.set(login, claims),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Without its warnings that keys and storage are for development: here they are. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}

function configurationOf(
  clients: ClientMetadata[],
  accounts: Map<string, OidcClaims>,
  cookieKey: string,
): Configuration {
  return {
    clients,
    cookies: { keys: [cookieKey] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => {
      const claims = [...accounts.values()].find((account) => account.sub === sub);
      return claims ? { accountId: claims.sub, claims: () => ({ ...claims }) } : undefined;
    },
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  };
}

async function interact(
  provider: Provider,
  accounts: Map<string, OidcClaims>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><title>Test identity provider</title><form method="post"><label>Login <input name="login"></label><button>Sign in</button></form>`,
    );
    return;
  }
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const accountId = accounts.get(new URLSearchParams(text).get("login") ?? "")?.sub ?? "nobody";
  await provider.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
}
