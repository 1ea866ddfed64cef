import "server-only";
import type { Visitor } from "@/server/delivery";
import type { PublicRequest } from "./answer";

const PURPOSES = ["sec-purpose", "purpose", "x-moz"];

/** Who asks, as far as the request says. */
export function visitorOf({ header, ip }: PublicRequest): Visitor {
  return {
    userAgent: header("user-agent")?.slice(0, 400) ?? null,
    ip,
    isPrefetch: PURPOSES.some((name) => /prefetch|prerender|preview/i.test(header(name) ?? "")),
  };
}
