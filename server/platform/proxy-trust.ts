import "server-only";
import { BlockList, isIP } from "node:net";

/** Whose word about a client's address counts: nobody's, that of the last so many proxies, or that of these addresses. */
export type ProxyTrust = { kind: "none" } | { kind: "hops"; count: number } | { kind: "list"; list: BlockList };

/** Reads `TRUSTED_PROXY`: a number of proxies, or addresses and networks separated by commas. Null when it is neither. */
export function parseProxyTrust(text: string): ProxyTrust | null {
  const parts = text.split(",").flatMap((part) => part.trim() || []);
  const [first] = parts;
  if (first === undefined) return { kind: "none" };
  if (parts.length === 1 && /^\d+$/.test(first)) {
    const count = Number(first);
    return count >= 1 && count <= 10 ? { kind: "hops", count } : null;
  }
  const list = new BlockList();
  for (const part of parts) {
    const [address = "", prefix] = part.split("/");
    const family = isIP(address);
    if (family === 0) return null;
    const [kind, longest] = family === 4 ? (["ipv4", 32] as const) : (["ipv6", 128] as const);
    const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (!(bits >= 1 && bits <= longest)) return null;
    list.addSubnet(address, bits, kind);
  }
  return { kind: "list", list };
}

/** An address without port, brackets and the IPv6 dress of an IPv4 address; null when it is none. */
function bare(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  return isIP(plain) === 0 ? null : plain;
}

/**
 * The client's address: the socket's, unless trusted proxies stand in between. Each proxy appends whom it saw to
 * X-Forwarded-For, so it is read from the right and only as far as the trust goes; what a client wrote there itself
 * stands further left and is never reached.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trust: ProxyTrust): string {
  const seen = bare(peer) ?? peer;
  if (trust.kind === "none" || !forwardedFor) return seen;
  const hops = forwardedFor.slice(-1_000).split(",").reverse();
  let address = seen;
  for (const [passed, hop] of hops.entries()) {
    const isTrusted =
      trust.kind === "hops"
        ? passed < trust.count
        : isIP(address) !== 0 && trust.list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
    const next = bare(hop);
    if (!isTrusted || next === null) return address;
    address = next;
  }
  return address;
}
