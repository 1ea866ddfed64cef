import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { createProviderSchema, updateProviderSchema } from "@/contracts/providers";
import { providers } from "@/drizzle/schema/channels";
import { defineCommand } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { seal } from "@/server/platform/seal";
import { loadProvider, toProvider } from "../load";
import { SECRET, WEBHOOK_SECRET } from "../open-providers";

/** Adds a road out. Secrets are sealed before they reach the database and never leave it again. */
export const createProvider = defineCommand({
  name: "provider.create",
  permission: "provider:manage",
  input: createProviderSchema,
  async run(ctx, input, tx) {
    const providerNo = await takeNumbers(tx, ctx.workspaceNo, "provider");
    const [row] = await tx
      .insert(providers)
      .values({
        workspaceNo: ctx.workspaceNo,
        providerNo,
        id: uuidv7(ctx.now),
        kind: input.settings.kind,
        name: input.name,
        settings: input.settings,
        secretSealed: input.secret ? seal(input.secret, SECRET) : null,
        webhookSecretSealed: input.webhookSecret ? seal(input.webhookSecret, WEBHOOK_SECRET) : null,
        fromEmail: input.fromEmail,
        fromName: input.fromName,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("An insert returned no row.");
    return {
      result: toProvider(row),
      audit: {
        action: "provider.create",
        entityType: "provider",
        entityId: row.id,
        changes: { name: row.name, kind: row.kind },
      },
      events: [],
    };
  },
});

/** Changes what is given. Processes that hold connections notice by `updated_at` and open new ones. */
export const updateProvider = defineCommand({
  name: "provider.update",
  permission: "provider:manage",
  input: updateProviderSchema,
  async run(ctx, { providerId, secret, webhookSecret, ...changes }, tx) {
    const before = await loadProvider(tx, ctx.workspaceNo, providerId);
    if (changes.settings && changes.settings.kind !== before.kind)
      throw new AppError("VALIDATION_ERROR", "settings.kind: the kind of a provider cannot change. Add another one.", {
        field: "settings.kind",
        reason: "fixed",
      });
    const [row] = await tx
      .update(providers)
      .set({
        ...changes,
        ...(secret ? { secretSealed: seal(secret, SECRET) } : {}),
        ...(webhookSecret ? { webhookSecretSealed: seal(webhookSecret, WEBHOOK_SECRET) } : {}),
        updatedAt: ctx.now,
      })
      .where(and(eq(providers.workspaceNo, ctx.workspaceNo), eq(providers.providerNo, before.providerNo)))
      .returning();
    return {
      result: toProvider(row ?? before),
      audit: {
        action: "provider.update",
        entityType: "provider",
        entityId: before.id,
        changes: {
          fields: [...Object.keys(changes), ...(secret ? ["secret"] : []), ...(webhookSecret ? ["webhookSecret"] : [])],
        },
      },
      events: [],
    };
  },
});

const byId = z.object({ providerId: idOf("provider") });

/** The provider new campaigns take unless they name another. Exactly one of a workspace. */
export const setDefaultProvider = defineCommand({
  name: "provider.set-default",
  permission: "provider:manage",
  input: byId,
  async run(ctx, { providerId }, tx) {
    const row = await loadProvider(tx, ctx.workspaceNo, providerId);
    await tx.update(providers).set({ isDefault: false }).where(eq(providers.workspaceNo, ctx.workspaceNo));
    await mark(tx, ctx.workspaceNo, row.providerNo);
    return {
      result: { id: publicId("provider", row.id) },
      audit: { action: "provider.set-default", entityType: "provider", entityId: row.id },
      events: [],
    };
  },
});

const mark = (tx: Tx, workspaceNo: number, providerNo: number) =>
  tx
    .update(providers)
    .set({ isDefault: true })
    .where(and(eq(providers.workspaceNo, workspaceNo), eq(providers.providerNo, providerNo)));

/** Removes a road out. Sendings under way over it are held with the reason; the Local Inbox and the default stay. */
export const deleteProvider = defineCommand({
  name: "provider.delete",
  permission: "provider:manage",
  input: byId,
  async run(ctx, { providerId }, tx) {
    const row = await loadProvider(tx, ctx.workspaceNo, providerId);
    if (row.kind === "local") throw new AppError("CONFLICT", "The Local Inbox belongs to the workspace and stays.");
    if (row.isDefault) throw new AppError("CONFLICT", "Make another provider the default first.");
    await tx
      .delete(providers)
      .where(and(eq(providers.workspaceNo, ctx.workspaceNo), eq(providers.providerNo, row.providerNo)));
    return {
      result: { id: publicId("provider", row.id) },
      audit: { action: "provider.delete", entityType: "provider", entityId: row.id, changes: { name: row.name } },
      events: [],
    };
  },
});
