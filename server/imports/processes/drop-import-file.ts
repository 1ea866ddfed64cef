import "server-only";
import { and, eq } from "drizzle-orm";
import { imports } from "@/drizzle/schema/imports";
import type { Ctx } from "@/server/platform/context";
import { inPipeline } from "@/server/platform/db";
import { removeUpload } from "../files";

/** Removes the file of an import that will not run any more. */
export async function dropImportFile(ctx: Ctx, importNo: number): Promise<void> {
  const [record] = await inPipeline((tx) =>
    tx
      .select({ storageKey: imports.storageKey, status: imports.status })
      .from(imports)
      .where(and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, importNo))),
  );
  if (record?.status === "cancelled") await removeUpload(record.storageKey);
}
