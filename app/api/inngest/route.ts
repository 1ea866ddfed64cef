import type { NextRequest } from "next/server";
import { hasInngestServer } from "@/server/platform/env";

/** Mounted for a real Inngest server only; with the embedded engine nothing may call functions from outside. */
const answer = async (request: NextRequest, method: "GET" | "POST" | "PUT"): Promise<Response> => {
  if (!hasInngestServer()) return new Response("Not found", { status: 404 });
  const { handlers } = await import("@/inngest/serve");
  return handlers[method](request, undefined);
};

export const dynamic = "force-dynamic";
export const GET = (request: NextRequest) => answer(request, "GET");
export const POST = (request: NextRequest) => answer(request, "POST");
export const PUT = (request: NextRequest) => answer(request, "PUT");
