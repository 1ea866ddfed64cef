import "server-only";
import { randomUUID } from "node:crypto";
import { apiKeyInputSchema } from "@/contracts/access-inputs";
import { publicId } from "@/contracts/ids";
import { apiKeys } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { actorId, permissionsOf } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { hashApiKey, hintOf, newApiKeySecret } from "../api-key-secret";

/** Makes a secret key. The answer is the only time its secret is seen; nobody can give a key more than they hold. */
export const createApiKey = defineCommand({
  name: "api-key.create",
  permission: "apikey:manage",
  input: apiKeyInputSchema,
  async run(ctx, input, tx) {
    const held = permissionsOf(ctx.actor);
    const excess = input.scopes.find((scope) => !held.includes(scope));
    if (excess) throw new AppError("FORBIDDEN", `You cannot give ${excess}, because you do not hold it.`, { excess });
    const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
    if (expiresAt && expiresAt <= ctx.now)
      throw new AppError("VALIDATION_ERROR", "expiresAt: choose a time in the future.", {
        field: "expiresAt",
        reason: "in the past",
      });
    const secret = newApiKeySecret();
    const id = randomUUID();
    const hint = hintOf(secret);
    await tx.insert(apiKeys).values({
      workspaceNo: ctx.workspaceNo,
      keyNo: await takeNumbers(tx, ctx.workspaceNo, "api_key"),
      id,
      name: input.name,
      hint,
      secretHash: hashApiKey(secret),
      scopes: input.scopes,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
      expiresAt,
    });
    return {
      result: { id: publicId("apiKey", id), name: input.name, hint, secret },
      audit: {
        action: "api-key.create",
        entityType: "apiKey",
        entityId: id,
        changes: { name: input.name, hint, scopes: input.scopes },
      },
      events: [],
    };
  },
});
