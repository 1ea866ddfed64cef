import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { idOf } from "@/contracts/ids";
import { writeAudit } from "@/server/platform/audit";
import { type Ctx, demand } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { createStaticSegment } from "../commands/create-static-segment";
import { lockSegment } from "../load";
import { addMembers } from "../static-members";

/** A list of the people another domain names: `people` selects their contact numbers, in one statement for any number. */
export async function createListOf(
  ctx: Ctx,
  { name, description, people }: { name: string; description: string; people: SQL },
): Promise<{ id: string; name: string; people: number }> {
  demand(ctx, "segment:write");
  const list = await createStaticSegment(ctx, { name, description });
  return inWorkspace(ctx.workspaceNo, async (tx) => {
    const { segmentNo } = await lockSegment(tx, ctx.workspaceNo, idOf("segment").parse(list.id));
    const present = sql`select c.contact_no from contacts c where c.workspace_no = ${ctx.workspaceNo}::int
      and c.contact_no in (${people}) for key share of c`;
    const { changed } = await addMembers(tx, { workspaceNo: ctx.workspaceNo, segmentNo }, present, ctx.now);
    await writeAudit(tx, ctx, [
      { action: "segment.add-members", entityType: "segment", entityId: list.id, changes: { people: changed } },
    ]);
    return { id: list.id, name, people: changed };
  });
}
