import type { NextRequest } from "next/server";
import { hasInngestServer } from "@/server/platform/env";

type Method = "GET" | "POST" | "PUT";

/**
 * The HTTP side of the functions, for a real Inngest server only: with the embedded engine nothing may call functions
 * from outside, so the address does not exist. Signatures are checked by the SDK.
 */
export async function answerInngest(request: NextRequest, method: Method): Promise<Response> {
  if (!hasInngestServer()) return new Response("Not found", { status: 404 });
  const { handlers } = await import("./handlers");
  return handlers[method](request, undefined);
}
