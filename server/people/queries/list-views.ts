import "server-only";
import { asc } from "drizzle-orm";
import { z } from "zod";
import type { SavedView } from "@/contracts/people";
import { savedViews } from "@/drizzle/schema/people";
import { defineQuery } from "@/server/platform/command";
import { defaultViewNo, toView, visibleViews } from "../views";

/** The team's views and one's own, by name. */
export const listViews = defineQuery({
  name: "saved-view.list",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<SavedView[]> {
    const rows = await tx.select().from(savedViews).where(visibleViews(ctx)).orderBy(asc(savedViews.name));
    const defaultNo = await defaultViewNo(tx, ctx);
    return rows.map((row) => toView(ctx, row, defaultNo));
  },
});
