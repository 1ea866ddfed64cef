import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import { workspaces } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";

/** The workspace's own settings. Every role may read them: screens need the time zone and the currency. */
export const getWorkspace = defineQuery({
  name: "workspace.get",
  permission: "campaign:read",
  input: z.object({}),
  async run(ctx, _input, tx) {
    const [row] = await tx.select().from(workspaces).where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    if (!row) throw new Error("The workspace of this request is gone.");
    const { name, slug, timeZone, currency, locale, postalAddress, demoState } = row;
    return { id: publicId("workspace", row.id), name, slug, timeZone, currency, locale, postalAddress, demoState };
  },
});
