import "server-only";
import type { IncomingMessage } from "node:http";
import { env } from "./env";
import { clientAddress, type ProxyTrust, parseProxyTrust } from "./proxy-trust";

const shared = globalThis as typeof globalThis & { __carillonProxyTrust?: { text: string; trust: ProxyTrust } };

/** The client's address of a request to our own server, as `TRUSTED_PROXY` says. */
export function clientAddressOf(request: IncomingMessage): string {
  const text = env().TRUSTED_PROXY;
  if (shared.__carillonProxyTrust?.text !== text)
    shared.__carillonProxyTrust = { text, trust: parseProxyTrust(text) ?? { kind: "none" } };
  const forwardedFor = request.headers["x-forwarded-for"];
  const chain = Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor;
  return clientAddress(request.socket.remoteAddress ?? "unknown", chain, shared.__carillonProxyTrust.trust);
}
