import { serve } from "inngest/next";
import { env } from "@/server/platform/env";
import { inngest } from "./client";
import { functions } from "./functions";

/** The HTTP side of the functions: signature checked by the SDK, addresses as the server must call them. */
export const handlers = serve({ client: inngest, functions, serveOrigin: env().APP_URL, servePath: "/api/inngest" });
