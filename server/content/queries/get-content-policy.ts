import "server-only";
import { z } from "zod";
import { defineQuery } from "@/server/platform/command";
import { contentPolicyOf } from "../approval";

/** What the workspace asks of the content of its campaigns. */
export const getContentPolicy = defineQuery({
  name: "content-policy.get",
  permission: "campaign:read",
  input: z.object({}),
  run: (ctx, _input, tx) => contentPolicyOf(tx, ctx.workspaceNo),
});
