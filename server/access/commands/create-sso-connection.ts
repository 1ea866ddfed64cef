import "server-only";
import { randomUUID } from "node:crypto";
import { ssoConnectionInputSchema } from "@/contracts/access-inputs";
import { publicId } from "@/contracts/ids";
import { ssoConnections } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { takeNumbers } from "@/server/platform/numbers";
import { seal } from "@/server/platform/seal";
import { ssoSecretPurpose } from "../processes/sign-in-with-sso";

/** Adds an OpenID provider to the workspace. Nobody is sent there before one of its domains is verified. */
export const createSsoConnection = defineCommand({
  name: "sso-connection.create",
  permission: "sso:manage",
  input: ssoConnectionInputSchema,
  async run(ctx, { clientSecret, ...input }, tx) {
    const id = randomUUID();
    await tx.insert(ssoConnections).values({
      ...input,
      workspaceNo: ctx.workspaceNo,
      connectionNo: await takeNumbers(tx, ctx.workspaceNo, "sso"),
      id,
      clientSecretSealed: seal(clientSecret, ssoSecretPurpose(id)),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    return {
      result: { id: publicId("ssoConnection", id) },
      audit: { action: "sso-connection.create", entityType: "ssoConnection", entityId: id, changes: input },
      events: [],
    };
  },
});
