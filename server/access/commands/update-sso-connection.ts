import "server-only";
import { and, eq } from "drizzle-orm";
import { ssoConnectionInputSchema } from "@/contracts/access-inputs";
import { idOf, publicId } from "@/contracts/ids";
import { ssoConnections } from "@/drizzle/schema/access";
import { changesBetween } from "@/server/platform/audit";
import { defineCommand } from "@/server/platform/command";
import { seal } from "@/server/platform/seal";
import { loadSsoConnection } from "../load";
import { ssoSecretPurpose } from "../processes/sign-in-with-sso";

const { enabled, defaultRole } = ssoConnectionInputSchema.shape;

/** Changes what is given; without `clientSecret` the secret stays. */
export const updateSsoConnectionRow = defineCommand({
  name: "sso-connection.update",
  permission: "sso:manage",
  input: ssoConnectionInputSchema
    .extend({ enabled: enabled.unwrap(), defaultRole: defaultRole.unwrap() })
    .partial()
    .extend({ id: idOf("ssoConnection") }),
  async run(ctx, { id, clientSecret, ...change }, tx) {
    const before = await loadSsoConnection(tx, ctx, id);
    await tx
      .update(ssoConnections)
      .set({
        ...change,
        ...(clientSecret && { clientSecretSealed: seal(clientSecret, ssoSecretPurpose(id)) }),
        updatedAt: ctx.now,
      })
      .where(and(eq(ssoConnections.workspaceNo, ctx.workspaceNo), eq(ssoConnections.id, id)));
    const changes = { ...changesBetween(before, change), ...(clientSecret && { clientSecret: "changed" }) };
    return {
      result: { id: publicId("ssoConnection", id) },
      audit: { action: "sso-connection.update", entityType: "ssoConnection", entityId: id, changes },
      events: [],
    };
  },
});
