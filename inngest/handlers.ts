import { serve } from "inngest/next";
import { env } from "@/server/platform/env";
import { inngest } from "./client";
import { functions } from "./functions";

/** Loaded only when an Inngest server is configured; addresses as that server must call them. */
export const handlers = serve({ client: inngest, functions, serveOrigin: env().APP_URL, servePath: "/api/inngest" });
