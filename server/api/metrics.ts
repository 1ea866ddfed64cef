import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/server/platform/env";
import { metrics } from "@/server/platform/metrics";
import { peerOf } from "./auth/peer";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** GET /metrics in Prometheus' text format: with METRICS_TOKEN as bearer when that is set, else from this machine only. */
export async function answerMetrics(request: Request): Promise<Response> {
  if (!mayRead(request.headers)) return new Response("Not found", { status: 404 });
  const { registry } = metrics();
  return new Response(await registry.metrics(), {
    headers: { "content-type": registry.contentType, "cache-control": "no-store" },
  });
}

function mayRead(headers: Headers): boolean {
  const token = env().METRICS_TOKEN;
  // A proxy on this machine also comes from loopback, but says for whom; Next itself puts only our peer there.
  const forwardedFor = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  if (!token) return LOOPBACK.has(peerOf(headers)) && forwardedFor.every((part) => !part || LOOPBACK.has(part));
  const given = Buffer.from(headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
