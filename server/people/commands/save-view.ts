import "server-only";
import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { type SavedView, savedViewInputSchema, savedViewPatchSchema } from "@/contracts/people";
import { savedViewDefaults, savedViews } from "@/drizzle/schema/people";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { checkCondition } from "@/server/segments";
import { defaultViewNo, loadOwnView, ownerOf, toView } from "../views";

const MAX_VIEWS = 500;

/** Keeps filter, columns and order under a name, for oneself or for everybody. */
export const createView = defineCommand({
  name: "saved-view.create",
  permission: "contact:read",
  input: savedViewInputSchema,
  async run(ctx, input, tx) {
    if (input.scope === "team") demand(ctx, "contact:write");
    const { condition: filter } = await checkCondition(tx, ctx.workspaceNo, input.filter);
    const viewNo = await takeNumbers(tx, ctx.workspaceNo, "saved_view");
    const [used] = await tx.select({ n: count() }).from(savedViews).where(eq(savedViews.workspaceNo, ctx.workspaceNo));
    if ((used?.n ?? 0) >= MAX_VIEWS)
      throw new AppError("CONFLICT", `A workspace may have ${MAX_VIEWS} saved views. Delete some first.`);
    const id = uuidv7(ctx.now);
    const [row] = await tx
      .insert(savedViews)
      .values({
        ...input,
        filter,
        workspaceNo: ctx.workspaceNo,
        viewNo,
        id,
        ownerId: ownerOf(ctx),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("insert returned no view");
    const result: SavedView = toView(ctx, row, null);
    const changes = { name: input.name, scope: input.scope };
    return {
      result,
      audit: { action: "saved-view.create", entityType: "savedView", entityId: id, changes },
      events: [],
    };
  },
});

/** Renames a view or replaces what it keeps. Team views may be changed by everybody who may change contacts. */
export const updateView = defineCommand({
  name: "saved-view.update",
  permission: "contact:read",
  input: savedViewPatchSchema,
  async run(ctx, { id, ...patch }, tx) {
    const view = await loadOwnView(tx, ctx, id);
    if (patch.scope === "team" && view.scope !== "team") demand(ctx, "contact:write");
    const checked = patch.filter && (await checkCondition(tx, ctx.workspaceNo, patch.filter));
    // A team view that becomes private belongs to whoever took it back.
    const owner = patch.scope === "private" ? { ownerId: ownerOf(ctx) } : {};
    const [row] = await tx
      .update(savedViews)
      .set({ ...patch, ...(checked && { filter: checked.condition }), ...owner, updatedAt: ctx.now })
      .where(and(eq(savedViews.workspaceNo, ctx.workspaceNo), eq(savedViews.viewNo, view.viewNo)))
      .returning();
    if (!row) throw new Error("update returned no view");
    const result: SavedView = toView(ctx, row, await defaultViewNo(tx, ctx));
    return {
      result,
      audit: {
        action: "saved-view.update",
        entityType: "savedView",
        entityId: id,
        changes: { fields: Object.keys(patch) },
      },
      events: [],
    };
  },
});

export const deleteView = defineCommand({
  name: "saved-view.delete",
  permission: "contact:read",
  input: z.object({ id: idOf("savedView") }),
  async run(ctx, { id }, tx) {
    const view = await loadOwnView(tx, ctx, id);
    const here = eq(savedViewDefaults.workspaceNo, ctx.workspaceNo);
    await tx.delete(savedViewDefaults).where(and(here, eq(savedViewDefaults.viewNo, view.viewNo)));
    await tx
      .delete(savedViews)
      .where(and(eq(savedViews.workspaceNo, ctx.workspaceNo), eq(savedViews.viewNo, view.viewNo)));
    return {
      result: { id: publicId("savedView", id) },
      audit: { action: "saved-view.delete", entityType: "savedView", entityId: id, changes: { name: view.name } },
      events: [],
    };
  },
});

/** Chooses the view that opens first for oneself; null goes back to everybody, newest first. */
export const setDefaultView = defineCommand({
  name: "saved-view.set-default",
  permission: "contact:read",
  input: z.object({ id: idOf("savedView").nullable() }),
  async run(ctx, { id }, tx) {
    const ownerId = ownerOf(ctx);
    if (id === null)
      await tx
        .delete(savedViewDefaults)
        .where(and(eq(savedViewDefaults.workspaceNo, ctx.workspaceNo), eq(savedViewDefaults.ownerId, ownerId)));
    else {
      const { viewNo } = await loadOwnView(tx, ctx, id, "read");
      await tx
        .insert(savedViewDefaults)
        .values({ workspaceNo: ctx.workspaceNo, ownerId, viewNo })
        .onConflictDoUpdate({
          target: [savedViewDefaults.workspaceNo, savedViewDefaults.ownerId],
          set: { viewNo },
        });
    }
    return {
      result: { id: id && publicId("savedView", id) },
      audit: { action: "saved-view.set-default", entityType: "savedView", entityId: id },
      events: [],
    };
  },
});
