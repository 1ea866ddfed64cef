import "server-only";
import { eq } from "drizzle-orm";
import { workspaceInputSchema } from "@/contracts/access-inputs";
import { workspaces } from "@/drizzle/schema/access";
import { changesBetween } from "@/server/platform/audit";
import { defineCommand } from "@/server/platform/command";

/** Changes what is given of name, time zone, currency, locale and postal address. The slug stays: links hang on it. */
export const updateWorkspace = defineCommand({
  name: "workspace.update",
  permission: "workspace:manage",
  input: workspaceInputSchema.extend({ locale: workspaceInputSchema.shape.locale.unwrap() }).partial(),
  async run(ctx, input, tx) {
    const change = { ...input, ...(input.postalAddress === "" && { postalAddress: null }) };
    const ofWorkspace = eq(workspaces.workspaceNo, ctx.workspaceNo);
    const [before] = await tx.select().from(workspaces).where(ofWorkspace).for("update");
    await tx
      .update(workspaces)
      .set({ ...change, updatedAt: ctx.now })
      .where(ofWorkspace);
    return {
      result: { ok: true as const },
      audit: {
        action: "workspace.update",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: changesBetween(before ?? {}, change),
      },
      events: [],
    };
  },
});
