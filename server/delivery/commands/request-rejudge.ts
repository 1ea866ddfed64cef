import "server-only";
import { z } from "zod";
import { defineCommand } from "@/server/platform/command";
import { HIT_RULE_VERSION } from "../rules/classify-hit";

/** Asks for older hits to be judged by today's rules, in the background. Asking twice changes nothing. */
export const requestRejudge = defineCommand({
  name: "delivery.request-rejudge",
  permission: "workspace:manage",
  input: z.object({}),
  async run(ctx) {
    return {
      result: { version: HIT_RULE_VERSION },
      audit: {
        action: "delivery.request-rejudge",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: { version: HIT_RULE_VERSION },
      },
      events: [{ name: "hits.rejudge-requested", data: { workspaceNo: ctx.workspaceNo } }],
    };
  },
});
