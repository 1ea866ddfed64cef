import "server-only";
import { z } from "zod";
import { defineCommand } from "@/server/platform/command";

/** Asks for the demo company: 5,000 people by default, up to 50,000. It appears in the background. */
export const requestDemo = defineCommand({
  name: "demo.request",
  permission: "workspace:manage",
  input: z.object({ people: z.number().int().min(100).max(50_000).default(5000) }),
  run: async (ctx, input) => ({
    result: { people: input.people },
    audit: {
      action: "demo.request",
      entityType: "workspace",
      entityId: ctx.workspaceId,
      changes: { people: input.people },
    },
    events: [{ name: "demo.requested", data: { workspaceNo: ctx.workspaceNo, people: input.people } }],
  }),
});

/** Takes everything of the demo company away with one action. */
export const requestDemoRemoval = defineCommand({
  name: "demo.remove",
  permission: "workspace:manage",
  input: z.object({}),
  run: async (ctx) => ({
    result: { removing: true },
    audit: { action: "demo.remove", entityType: "workspace", entityId: ctx.workspaceId },
    events: [{ name: "demo.removal-requested", data: { workspaceNo: ctx.workspaceNo } }],
  }),
});
