import "server-only";
import { and, desc, eq, gt, inArray, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { describeAction } from "@/contracts/describe-bulk";
import { publicId } from "@/contracts/ids";
import type { TrayJob } from "@/contracts/people";
import { imports, type StoredUndo } from "@/drizzle/schema/imports";
import { bulkJobs, exports } from "@/drizzle/schema/people";
import { defineQuery } from "@/server/platform/command";
import { allowed, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";

const EACH = 10;
const SHOWN_HOURS = 24;

/** What runs in this workspace and what ended within a day, newest first: imports, changes of many people, exports. */
export const listTray = defineQuery({
  name: "jobs.tray",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<TrayJob[]> {
    const since = new Date(ctx.now.getTime() - SHOWN_HOURS * 3_600_000);
    const found = [
      ...(await bulk(tx, ctx, since)),
      ...(allowed(ctx, "contact:export") ? await exported(tx, ctx, since) : []),
      ...(allowed(ctx, "contact:import") ? await imported(tx, ctx, since) : []),
    ];
    return found.sort((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, EACH);
  },
});

async function bulk(tx: Tx, ctx: Ctx, since: Date): Promise<TrayJob[]> {
  const running = ["queued", "running", "undoing"] as const;
  const rows = await tx
    .select()
    .from(bulkJobs)
    .where(
      and(
        eq(bulkJobs.workspaceNo, ctx.workspaceNo),
        or(inArray(bulkJobs.status, [...running]), gt(bulkJobs.createdAt, since)),
      ),
    )
    .orderBy(desc(bulkJobs.jobNo))
    .limit(EACH);
  const states = {
    queued: "waiting",
    running: "running",
    undoing: "running",
    failed: "failed",
    cancelled: "stopped",
  } as const;
  return rows.map((row) => ({
    kind: "bulk",
    id: publicId("bulkJob", row.id),
    label: describeAction(row.action),
    state: row.status === "done" || row.status === "undone" ? "done" : states[row.status],
    done: row.status === "undoing" ? row.restored + row.leftAlone : row.changed + row.already + row.skipped,
    of: row.status === "undoing" ? row.changed : row.people,
    unit: "people",
    createdAt: row.createdAt.toISOString(),
  }));
}

async function exported(tx: Tx, ctx: Ctx, since: Date): Promise<TrayJob[]> {
  const rows = await tx
    .select()
    .from(exports)
    .where(
      and(
        eq(exports.workspaceNo, ctx.workspaceNo),
        ne(exports.status, "expired"),
        or(inArray(exports.status, ["queued", "running"]), gt(exports.createdAt, since)),
      ),
    )
    .orderBy(desc(exports.exportNo))
    .limit(EACH);
  const states = {
    queued: "waiting",
    running: "running",
    done: "done",
    failed: "failed",
    cancelled: "stopped",
    expired: "stopped",
  } as const;
  return rows.map((row) => ({
    kind: "export",
    id: publicId("export", row.id),
    label: row.fileName,
    state: states[row.status],
    done: row.rows,
    of: row.people,
    unit: "people",
    createdAt: row.createdAt.toISOString(),
  }));
}

async function imported(tx: Tx, ctx: Ctx, since: Date): Promise<TrayJob[]> {
  const rows = await tx
    .select()
    .from(imports)
    .where(
      and(
        eq(imports.workspaceNo, ctx.workspaceNo),
        ne(imports.status, "uploaded"),
        or(
          inArray(imports.status, ["queued", "running", "paused"]),
          gt(imports.createdAt, since),
          sql`${imports.undo} ->> 'status' in ('queued', 'running')`,
        ),
      ),
    )
    .orderBy(desc(imports.importNo))
    .limit(EACH);
  return rows.map((row) => ({
    ...(row.undo ? undone(row.undo) : read(row)),
    kind: "import",
    id: publicId("import", row.id),
    label: row.undo ? `Undo ${row.fileName}` : row.fileName,
    createdAt: (row.undo ? new Date(row.undo.createdAt) : row.createdAt).toISOString(),
  }));
}

type Progress = Pick<TrayJob, "state" | "done" | "of" | "unit">;

const undone = ({ status, counts, people }: StoredUndo): Progress => ({
  state: status === "queued" ? "waiting" : status,
  done: counts.removed + counts.restored + counts.partly + counts.kept,
  of: people,
  unit: "people",
});

const read = (row: typeof imports.$inferSelect): Progress => ({
  state:
    row.status === "queued"
      ? "waiting"
      : row.status === "running" || row.status === "done" || row.status === "failed"
        ? row.status
        : "stopped",
  done: row.bytesDone,
  of: row.byteSize,
  unit: "bytes",
});
