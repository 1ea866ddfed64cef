import "server-only";
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { env } from "./env";

/** Why an address a tenant typed is not called. The same words for every reason: they must not map our network. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  constructor(message = "The address must be reachable from the public internet over http or https.") {
    super(message);
  }
}

const V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;
/** Besides private ranges everything that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo). */
const V6 = [
  ["::", 96],
  ["::ffff:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const;

const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [net, prefix] of V4) blocked.ipv4.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of V6) blocked.ipv6.addSubnet(net, prefix, "ipv6");

/** True for an address of the public internet; false for private, reserved and special ones, and for what is none. */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 0) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  return !blocked[kind].check(ip, kind);
}

const PORTS = new Set(["", "80", "443", "8080", "8443"]);
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
const portOf = ({ port, protocol }: URL): string => port || (protocol === "https:" ? "443" : "80");

/** Private addresses the operator opened (`ALLOWED_PRIVATE_TARGETS`), as `host:port`. */
const isAllowed = (url: URL): boolean => env().ALLOWED_PRIVATE_TARGETS.includes(`${bare(url.hostname)}:${portOf(url)}`);

/**
 * The URL when it may be called as far as its text says: http or https, a usual port, no credentials, no private
 * address in any spelling. Throws `AddressRefused`. What a name resolves to is checked when the connection is made.
 */
export function checkPublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") throw new AddressRefused();
  if (isAllowed(url)) return url;
  const host = bare(url.hostname);
  const isName = isIP(host) === 0;
  if (!PORTS.has(url.port) || (isName ? !isPublicName(host) : !isPublicAddress(host))) throw new AddressRefused();
  return url;
}

const isPublicName = (host: string): boolean =>
  host.includes(".") && !/(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|corp)$/i.test(host);

/** Resolves a name to all its addresses; `dns.lookup` unless a test brings its own. */
export type ResolveAll = (host: string) => Promise<LookupAddress[]>;

const resolveBySystem: ResolveAll = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/**
 * The `lookup` of a socket to a tenant's address: answers only when every address of the name is public, so the
 * connection goes to an address that was checked and not to what the name says a moment later.
 */
export function publicLookup(url: URL, resolveAll: ResolveAll = resolveBySystem): LookupFunction {
  return (host, options, done) => {
    const answer = (addresses: LookupAddress[]) => {
      const [first] = addresses;
      const isSafe = isAllowed(url) || addresses.every(({ address }) => isPublicAddress(address));
      if (!first || !isSafe) return done(new AddressRefused(), "", 0);
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    };
    resolveAll(host).then(answer, (error: NodeJS.ErrnoException) => done(error, "", 0));
  };
}
