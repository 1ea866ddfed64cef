import "server-only";
import { z } from "zod";
import { defineQuery } from "@/server/platform/command";
import { sendingPolicyOf } from "../sending-policy";

/** How often and when this workspace writes to one person at most. */
export const getSendingPolicy = defineQuery({
  name: "sending-policy.get",
  permission: "campaign:read",
  input: z.object({}),
  run: (ctx, _input, tx) => sendingPolicyOf(tx, ctx.workspaceNo),
});
