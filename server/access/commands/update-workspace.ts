import "server-only";
import { eq } from "drizzle-orm";
import { workspaceInputSchema } from "@/contracts/access";
import { workspaces } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";

/** Changes what is given of name, time zone, currency, locale and postal address. The slug stays: links hang on it. */
export const updateWorkspace = defineCommand({
  name: "workspace.update",
  permission: "workspace:manage",
  input: workspaceInputSchema.extend({ locale: workspaceInputSchema.shape.locale.unwrap() }).partial(),
  async run(ctx, input, tx) {
    const change = { ...input, ...(input.postalAddress === "" && { postalAddress: null }) };
    await tx
      .update(workspaces)
      .set({ ...change, updatedAt: ctx.now })
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    return {
      result: { ok: true as const },
      audit: { action: "workspace.update", entityType: "workspace", entityId: ctx.workspaceId, changes: change },
      events: [],
    };
  },
});
