import "server-only";
import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { providers } from "@/drizzle/schema/channels";
import { defineQuery } from "@/server/platform/command";
import { loadProvider, toProvider } from "../load";

/** All roads out of the workspace, the default first. Without secrets. */
export const listProviders = defineQuery({
  name: "provider.list",
  permission: "provider:read",
  input: z.object({}),
  async run(ctx, _input, tx) {
    const rows = await tx
      .select()
      .from(providers)
      .where(eq(providers.workspaceNo, ctx.workspaceNo))
      .orderBy(desc(providers.isDefault), asc(providers.providerNo));
    return { data: rows.map(toProvider), hasMore: false, nextCursor: null };
  },
});

export const getProvider = defineQuery({
  name: "provider.get",
  permission: "provider:read",
  input: z.object({ providerId: idOf("provider") }),
  run: async (ctx, { providerId }, tx) => toProvider(await loadProvider(tx, ctx.workspaceNo, providerId)),
});
