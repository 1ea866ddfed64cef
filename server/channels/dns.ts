import "server-only";
import { Resolver } from "node:dns/promises";
import { env } from "@/server/platform/env";
import type { DnsAnswer } from "./rules/domain-records";

export type RecordType = "TXT" | "MX" | "CNAME" | "A";
/** Asks the name servers for one record. Never throws. */
export type LookUp = (type: RecordType, name: string) => Promise<DnsAnswer>;

const NOTHING = new Set(["ENOTFOUND", "ENODATA", "NXDOMAIN"]);

/** A resolver with patience of its own; `DNS_SERVERS` names other servers than the system's. */
export function createLookUp(servers: readonly string[] = env().DNS_SERVERS): LookUp {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const read = async (type: RecordType, name: string): Promise<string[]> => {
    switch (type) {
      case "TXT":
        return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
      case "MX":
        return (await resolver.resolveMx(name)).map(({ exchange }) => exchange);
      case "CNAME":
        return resolver.resolveCname(name);
      case "A":
        return resolver.resolve4(name).catch((error: NodeJS.ErrnoException) => {
          if (NOTHING.has(error.code ?? "")) return resolver.resolve6(name);
          throw error;
        });
    }
  };
  return async (type, name) => {
    try {
      const values = await read(type, name);
      return values.length > 0 ? { kind: "found", values } : { kind: "none" };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "no reason given";
      return NOTHING.has(code) ? { kind: "none" } : { kind: "failed", why: code };
    }
  };
}
