import "server-only";
import { exports } from "@/drizzle/schema/people";
import { actorId, allowed, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import type { ExportRecord } from "./exports";

type Asked = Pick<ExportRecord, "format" | "selection" | "columns" | "options"> & {
  /** What the file is called after. */
  named: string;
};

/** Writes down an export that was asked for, with the rights its file will have. */
export async function insertExport(tx: Tx, ctx: Ctx, { named, ...asked }: Asked): Promise<ExportRecord> {
  const exportNo = await takeNumbers(tx, ctx.workspaceNo, "export");
  const [row] = await tx
    .insert(exports)
    .values({
      workspaceNo: ctx.workspaceNo,
      exportNo,
      id: uuidv7(ctx.now),
      ...asked,
      seesPii: allowed(ctx, "contact:pii") ? 1 : 0,
      status: "queued",
      fileName: `${named}-${ctx.now.toISOString().slice(0, 10)}-${exportNo}.${asked.format}`,
      actorType: ctx.actor.type,
      actorId: actorId(ctx.actor),
      createdAt: ctx.now,
    })
    .returning();
  if (!row) throw new Error("insert returned no export");
  return row;
}
