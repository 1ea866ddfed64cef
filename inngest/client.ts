import { Inngest } from "inngest";
import { createEngineClient } from "@/server/engine";
import { env, hasInngestServer } from "@/server/platform/env";

/**
 * The one Inngest client, and the one place where the two engines differ: with an Inngest server configured it speaks
 * to that, otherwise the embedded engine answers it in this process.
 */
export const inngest: Inngest<{ id: "carillon" }> = hasInngestServer()
  ? new Inngest({
      id: "carillon",
      isDev: false,
      baseUrl: env().INNGEST_BASE_URL,
      eventKey: env().INNGEST_EVENT_KEY,
      signingKey: env().INNGEST_SIGNING_KEY,
    })
  : createEngineClient({ id: "carillon" });
