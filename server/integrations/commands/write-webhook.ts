import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { createWebhookSchema, updateWebhookSchema } from "@/contracts/webhooks";
import { webhookEndpoints, webhookMessages } from "@/drizzle/schema/integrations";
import { type Audit, defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { demandPublicUrl, loadWebhook, readWebhook } from "../load";
import { newSigningSecret } from "../secret";

const MOST_WEBHOOKS = 50;
const OVERLAP_MS = 24 * 3_600_000;
const audit = (verb: string, id: string, changes: Record<string, unknown> = {}): Audit => ({
  action: `webhook.${verb}`,
  entityType: "webhook",
  entityId: id,
  changes,
});

/** Adds an endpoint. Its signing secret is in this one answer and nowhere else afterwards. */
export const createWebhook = defineCommand({
  name: "webhook.create",
  permission: "apikey:manage",
  input: createWebhookSchema,
  async run(ctx, input, tx) {
    demandPublicUrl(input.url);
    const there = await tx.$count(webhookEndpoints, eq(webhookEndpoints.workspaceNo, ctx.workspaceNo));
    if (there >= MOST_WEBHOOKS)
      throw new AppError("CONFLICT", `A workspace has at most ${MOST_WEBHOOKS} endpoints. Remove one first.`);
    const webhookNo = await takeNumbers(tx, ctx.workspaceNo, "webhook");
    const { secret, sealed } = newSigningSecret();
    const id = uuidv7(ctx.now);
    await tx.insert(webhookEndpoints).values({
      workspaceNo: ctx.workspaceNo,
      webhookNo,
      id,
      ...input,
      secretSealed: sealed,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    return {
      result: { ...(await readWebhook(tx, ctx.workspaceNo, id)), secret },
      audit: audit("create", id, { eventTypes: input.eventTypes }),
      events: [],
    };
  },
});

/** Changes what is given. Switching one on again forgets that it failed; what waits is tried at once. */
export const updateWebhook = defineCommand({
  name: "webhook.update",
  permission: "apikey:manage",
  input: updateWebhookSchema,
  async run(ctx, { webhookId, isEnabled, ...changes }, tx) {
    const row = await loadWebhook(tx, ctx.workspaceNo, webhookId);
    if (changes.url) demandPublicUrl(changes.url);
    const on = { disabledAt: null, disabledReason: null, failingSince: null };
    await tx
      .update(webhookEndpoints)
      .set({
        ...changes,
        ...(isEnabled === true && row.disabledAt !== null ? on : {}),
        ...(isEnabled === false && row.disabledAt === null ? { disabledAt: ctx.now } : {}),
        updatedAt: ctx.now,
      })
      .where(and(eq(webhookEndpoints.workspaceNo, ctx.workspaceNo), eq(webhookEndpoints.webhookNo, row.webhookNo)));
    return {
      result: await readWebhook(tx, ctx.workspaceNo, webhookId),
      audit: audit("update", row.id, {
        fields: Object.keys(changes),
        ...(isEnabled === undefined ? {} : { isEnabled }),
      }),
      events: [],
    };
  },
});

const byId = z.object({ webhookId: idOf("webhook") });

/** A new signing secret. For a day every call carries both signatures, so the receiver can change over in between. */
export const rotateWebhookSecret = defineCommand({
  name: "webhook.rotate-secret",
  permission: "apikey:manage",
  input: byId,
  async run(ctx, { webhookId }, tx) {
    const row = await loadWebhook(tx, ctx.workspaceNo, webhookId);
    const { secret, sealed } = newSigningSecret();
    const oldSecretUntil = new Date(ctx.now.getTime() + OVERLAP_MS);
    await tx
      .update(webhookEndpoints)
      .set({ secretSealed: sealed, oldSecretSealed: row.secretSealed, oldSecretUntil, updatedAt: ctx.now })
      .where(and(eq(webhookEndpoints.workspaceNo, ctx.workspaceNo), eq(webhookEndpoints.webhookNo, row.webhookNo)));
    return {
      result: { ...(await readWebhook(tx, ctx.workspaceNo, webhookId)), secret },
      audit: audit("rotate-secret", row.id),
      events: [],
    };
  },
});

/** Removes an endpoint with its messages and their log. */
export const deleteWebhook = defineCommand({
  name: "webhook.delete",
  permission: "apikey:manage",
  input: byId,
  async run(ctx, { webhookId }, tx) {
    const row = await loadWebhook(tx, ctx.workspaceNo, webhookId);
    const own = <T extends typeof webhookEndpoints | typeof webhookMessages>(table: T) =>
      and(eq(table.workspaceNo, ctx.workspaceNo), eq(table.webhookNo, row.webhookNo));
    await tx.delete(webhookMessages).where(own(webhookMessages));
    await tx.delete(webhookEndpoints).where(own(webhookEndpoints));
    return { result: { id: publicId("webhook", row.id) }, audit: audit("delete", row.id), events: [] };
  },
});
