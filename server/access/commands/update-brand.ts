import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { brandInputSchema } from "@/contracts/brand";
import { brand } from "@/drizzle/schema/access";
import { defineCommand, defineQuery } from "@/server/platform/command";

const columns = {
  name: brand.name,
  colour: brand.colour,
  logoUrl: brand.logoUrl,
  footer: brand.footer,
  privacyEmail: brand.privacyEmail,
};

/** How recipient pages look; shown from the next request on. */
export const updateBrand = defineCommand({
  name: "brand.update",
  permission: "workspace:manage",
  input: brandInputSchema,
  async run(ctx, input, tx) {
    const set = { ...input, updatedAt: ctx.now };
    await tx
      .insert(brand)
      .values({ workspaceNo: ctx.workspaceNo, ...set })
      .onConflictDoUpdate({ target: brand.workspaceNo, set });
    return {
      result: input,
      audit: { action: "brand.update", entityType: "workspace", entityId: ctx.workspaceId, changes: input },
      events: [],
    };
  },
});

export const getBrand = defineQuery({
  name: "brand.get",
  permission: "consent:read",
  input: z.object({}),
  async run(ctx, _input, tx) {
    const [row] = await tx.select(columns).from(brand).where(eq(brand.workspaceNo, ctx.workspaceNo));
    return row ?? { name: null, colour: null, logoUrl: null, footer: null, privacyEmail: null };
  },
});
