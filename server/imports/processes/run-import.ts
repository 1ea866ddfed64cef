import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { AttributeType } from "@/contracts/contacts";
import { imports } from "@/drizzle/schema/imports";
import { openTopics } from "@/server/consent";
import { fieldDefinitions } from "@/server/contacts";
import { writeAudit } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/context";
import { inPipeline } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { findList } from "@/server/segments";
import { type FileRecord, readRecords, removeUpload, uploadExists } from "../files";
import type { ImportJob } from "../load";
import { makeConverter } from "../rules/convert-row";
import { type PreparedBatch, prepareBatch } from "../rules/prepare-batch";
import { SeenKeys } from "../rules/seen-keys";
import { settleBatch } from "./settle-batch";

export const BATCH_ROWS = 5_000;

/** more = call again (time is up, or another worker was faster); done = nothing is left; stopped = paused, cancelled or finished by somebody else. */
export type SliceResult = { state: "more" | "done" | "stopped"; rowsDone: number };

/**
 * Works on an import for up to `budgetMs`, batch by batch, each batch one transaction with its own progress. Safe to
 * kill anywhere and to call again or twice: it starts behind the last committed row, and a batch that somebody else
 * settled is refused. Memory holds one piece of the file, one batch and 16 bytes per row.
 */
export async function runImport(ctx: Ctx, importNo: number, budgetMs: number): Promise<SliceResult> {
  const types = await fieldTypes(ctx);
  const begun = await beginRun(ctx, importNo);
  if (!begun) return { state: "stopped", rowsDone: 0 };
  const job: ImportJob = { ...begun, types };
  const stopAt = performance.now() + budgetMs;
  const convert = makeConverter(job.mapping, job.record.columns, types);
  const seen = new SeenKeys();
  let rowsDone = 0;
  let batch: FileRecord[] = [];
  const flush = async (): Promise<"settled" | "stopped" | "overtaken"> => {
    const prepared: PreparedBatch = prepareBatch(batch, convert, seen, job.mapping.matchBy);
    const size = batch.length;
    const bytesDone = batch.at(-1)?.bytesEnd ?? job.record.bytesDone;
    batch = [];
    // Rows settled before a restart are read again only to know their keys.
    if (rowsDone + size <= job.record.rowsDone) {
      rowsDone += size;
      return "settled";
    }
    const from = rowsDone;
    rowsDone += size;
    return settleBatch(ctx, job, prepared, { from, to: rowsDone, bytesDone });
  };
  let isHeading = true;
  for await (const records of readRecords(job.record.storageKey, job.mapping.encoding, job.mapping.delimiter)) {
    for (const record of records) {
      if (isHeading) {
        isHeading = false;
        continue;
      }
      batch.push(record);
      // The border between settled and new rows is always the border of a batch.
      if (batch.length < BATCH_ROWS && rowsDone + batch.length !== job.record.rowsDone) continue;
      const outcome = await flush();
      if (outcome !== "settled") return { state: outcome === "stopped" ? "stopped" : "more", rowsDone };
      if (performance.now() > stopAt && rowsDone > job.record.rowsDone) return { state: "more", rowsDone };
    }
  }
  const outcome = batch.length > 0 ? await flush() : "settled";
  if (outcome !== "settled") return { state: outcome === "stopped" ? "stopped" : "more", rowsDone };
  await finishRun(ctx, job, rowsDone);
  return { state: "done", rowsDone };
}

async function beginRun(ctx: Ctx, importNo: number): Promise<Omit<ImportJob, "types"> | null> {
  return inPipeline(async (tx) => {
    const where = and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, importNo));
    const [found] = await tx.select().from(imports).where(where).for("update");
    if (!found?.mapping || !found.consent || !["queued", "running"].includes(found.status)) return null;
    if (!(await uploadExists(found.storageKey))) {
      await tx
        .update(imports)
        .set({ status: "failed", problem: "The uploaded file is gone. Upload it again.", finishedAt: ctx.now })
        .where(where);
      return null;
    }
    if (found.status === "queued")
      await tx
        .update(imports)
        .set({ status: "running", startedAt: found.startedAt ?? ctx.now })
        .where(where);
    const { mapping, consent } = found;
    const asked = consent.topics ?? [];
    const open = await openTopics(
      tx,
      ctx.workspaceNo,
      asked.map((topic) => topic.topicId),
    );
    const topics = asked.flatMap((proof) => {
      const topic = open.find(({ id }) => id === proof.topicId);
      return topic ? [{ topicNo: topic.topicNo, proof }] : [];
    });
    const list = mapping.listId ? await findList(tx, ctx.workspaceNo, mapping.listId) : null;
    return { record: found, mapping, consent, topics, listNo: list?.segmentNo ?? null };
  });
}

async function fieldTypes(ctx: Ctx): Promise<Map<string, AttributeType>> {
  const fields = await inPipeline((tx) => fieldDefinitions(tx, ctx.workspaceNo));
  return new Map(fields.map((field) => [field.key, field.type]));
}

async function finishRun(ctx: Ctx, { record, listNo }: ImportJob, rowsDone: number): Promise<void> {
  await inPipeline(async (tx) => {
    const [done] = await tx
      .update(imports)
      .set({ status: "done", bytesDone: record.byteSize, finishedAt: new Date() })
      .where(
        and(
          eq(imports.workspaceNo, ctx.workspaceNo),
          eq(imports.importNo, record.importNo),
          eq(imports.status, "running"),
          eq(imports.rowsDone, rowsDone),
        ),
      )
      .returning({ counts: imports.counts });
    if (!done) return;
    await writeAudit(tx, ctx, [
      { action: "import.complete", entityType: "import", entityId: record.id, changes: { ...done.counts } },
    ]);
    await emitEvents(tx, ctx, [
      { name: "import.completed", data: { workspaceNo: ctx.workspaceNo, importNo: record.importNo } },
      // Segments whose rule names the list follow it.
      ...(listNo !== null && done.counts.listed > 0
        ? [{ name: "segment.refresh-requested" as const, data: { workspaceNo: ctx.workspaceNo, segmentNo: listNo } }]
        : []),
    ]);
  });
  await removeUpload(record.storageKey);
}

/** After the last retry: the import keeps what it settled and says that it stopped. */
export async function failImport(ctx: Ctx, importNo: number, problem: string): Promise<void> {
  await inPipeline((tx) =>
    tx
      .update(imports)
      .set({ status: "failed", problem: problem.slice(0, 500), finishedAt: ctx.now })
      .where(
        and(
          eq(imports.workspaceNo, ctx.workspaceNo),
          eq(imports.importNo, importNo),
          inArray(imports.status, ["queued", "running"]),
        ),
      ),
  );
}
