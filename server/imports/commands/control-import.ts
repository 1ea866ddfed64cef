import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { DomainEvent } from "@/contracts/events";
import { idOf } from "@/contracts/ids";
import type { Import, ImportStatus } from "@/contracts/imports";
import { imports } from "@/drizzle/schema/imports";
import { defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type ImportRecord, loadImport, toImport } from "../load";

const input = z.object({ importId: idOf("import") });

/** From which statuses each control leads where. A running batch still commits; no further one starts. */
const CONTROLS = {
  pause: { from: ["queued", "running"], to: "paused" },
  resume: { from: ["paused", "failed"], to: "queued" },
  cancel: { from: ["fetching", "uploaded", "queued", "running", "paused", "failed"], to: "cancelled" },
} as const satisfies Record<string, { from: readonly ImportStatus[]; to: ImportStatus }>;

async function move(
  ctx: Ctx,
  tx: Tx,
  importId: string,
  control: keyof typeof CONTROLS,
  eventsOf: (record: ImportRecord) => DomainEvent[],
) {
  const { from } = CONTROLS[control];
  const record = await loadImport(tx, ctx.workspaceNo, importId, true);
  // What failed before it was mapped failed on its way here.
  const isUnread = record.mapping === null && record.status === "failed";
  if (control === "resume" && isUnread && !record.sourceUrl)
    throw new AppError("CONFLICT", "This file never arrived. Import it again.");
  const to = control === "resume" && isUnread ? "fetching" : CONTROLS[control].to;
  if (record.undo) throw new AppError("CONFLICT", `This import was taken back; it cannot ${control}.`);
  const [row] = await tx
    .update(imports)
    .set({ status: to, problem: null, finishedAt: to === "cancelled" ? ctx.now : null })
    .where(
      and(
        eq(imports.workspaceNo, ctx.workspaceNo),
        eq(imports.importNo, record.importNo),
        inArray(imports.status, [...from]),
      ),
    )
    .returning();
  if (!row)
    throw new AppError("CONFLICT", `An import that is ${record.status} cannot ${control}.`, { status: record.status });
  const result: Import = toImport(row, ctx.now);
  return {
    result,
    audit: {
      action: `import.${control}`,
      entityType: "import",
      entityId: record.id,
      changes: { from: record.status, to },
    },
    events: eventsOf(record),
  };
}

/** Stops after the batch that is under way; what is settled stays. */
export const pauseImport = defineCommand({
  name: "import.pause",
  permission: "contact:import",
  input,
  run: (ctx, { importId }, tx) => move(ctx, tx, importId, "pause", () => []),
});

/** Goes on exactly behind the last settled row; a file that did not arrive is fetched again. */
export const resumeImport = defineCommand({
  name: "import.resume",
  permission: "contact:import",
  input,
  run: (ctx, { importId }, tx) =>
    move(ctx, tx, importId, "resume", ({ importNo, mapping }) => [
      {
        name: mapping === null ? "import.fetch-requested" : "import.requested",
        data: { workspaceNo: ctx.workspaceNo, importNo },
      },
    ]),
});

/** Ends the import for good; people already imported stay. */
export const cancelImport = defineCommand({
  name: "import.cancel",
  permission: "contact:import",
  input,
  run: (ctx, { importId }, tx) =>
    move(ctx, tx, importId, "cancel", ({ importNo }) => [
      { name: "import.cancelled", data: { workspaceNo: ctx.workspaceNo, importNo } },
    ]),
});
