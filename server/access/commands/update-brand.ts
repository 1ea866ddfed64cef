import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { type BrandKit, brandInputSchema } from "@/contracts/brand";
import { brand, workspaces } from "@/drizzle/schema/access";
import { defineCommand, defineQuery } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

const columns = {
  name: brand.name,
  colour: brand.colour,
  textColour: brand.textColour,
  background: brand.background,
  headingFont: brand.headingFont,
  bodyFont: brand.bodyFont,
  buttonShape: brand.buttonShape,
  logoUrl: brand.logoUrl,
  footer: brand.footer,
  privacyEmail: brand.privacyEmail,
};

/**
 * How e-mails and recipient pages look; pages show it from the next request on, campaigns from the next launch. The postal
 * address is the workspace's own and changes only when it is given.
 */
export const updateBrand = defineCommand({
  name: "brand.update",
  permission: "workspace:manage",
  input: brandInputSchema,
  async run(ctx, { postalAddress, ...input }, tx) {
    const set = { ...input, updatedAt: ctx.now };
    if (postalAddress !== undefined)
      await tx
        .update(workspaces)
        .set({ postalAddress: postalAddress || null })
        .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    await tx
      .insert(brand)
      .values({ workspaceNo: ctx.workspaceNo, ...set })
      .onConflictDoUpdate({ target: brand.workspaceNo, set });
    return {
      result: input,
      audit: {
        action: "brand.update",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: { ...input, ...(postalAddress === undefined ? {} : { postalAddress }) },
      },
      events: [],
    };
  },
});

export const getBrand = defineQuery({
  name: "brand.get",
  permission: "consent:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<BrandKit> {
    const [row] = await tx
      .select({ ...columns, postalAddress: workspaces.postalAddress })
      .from(workspaces)
      .leftJoin(brand, eq(brand.workspaceNo, workspaces.workspaceNo))
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    if (!row) throw notFound("workspace");
    return row;
  },
});
