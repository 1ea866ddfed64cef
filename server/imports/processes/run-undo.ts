import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { ImportUndoCounts, UndoReason } from "@/contracts/imports";
import { imports, importUndoPeople, type StoredUndo } from "@/drizzle/schema/imports";
import { recordRetractions, takeBackGrants } from "@/server/consent";
import { lockAddresses, shareFields, takeTagPairs } from "@/server/contacts";
import { writeAudit } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { removePeople } from "@/server/privacy";
import { findList, takeOffList } from "@/server/segments";
import { evidencePrefix, type ImportRecord } from "../load";
import { type Restored, restorePeople } from "../restore-people";
import type { UndoDecision } from "../rules/decide-undo";
import { nextUndoPeople, type UndoPerson } from "../undo-facts";

/** A batch holds back senders while people are removed, so it is small. */
const BATCH = 500;

/** more = call again; done = nobody is left; stopped = nothing to undo, or finished by somebody else. */
export type UndoSlice = "more" | "done" | "stopped";

/**
 * Takes an import back for up to `budgetMs`, batch by batch, each batch one transaction with whom it left alone and the
 * counters. Safe to kill anywhere and to call again or twice: the import's row is locked, and a batch starts behind the
 * last committed one.
 */
export async function runImportUndo(ctx: Ctx, importNo: number, budgetMs: number): Promise<UndoSlice> {
  const stopAt = performance.now() + budgetMs;
  for (;;) {
    const slice = await inPipeline((tx) => undoBatch(tx, { ...ctx, now: new Date() }, importNo));
    if (slice !== "more" || performance.now() > stopAt) return slice;
  }
}

async function undoBatch(tx: Tx, ctx: Ctx, importNo: number): Promise<UndoSlice> {
  // First of all locks, as everybody who takes an address or a permission away does (server/contacts/lock.ts).
  await lockAddresses(tx, ctx.workspaceNo);
  await shareFields(tx, ctx.workspaceNo);
  const [record] = await tx
    .select()
    .from(imports)
    .where(and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, importNo)))
    .for("update");
  const undo = record?.undo;
  if (!record || !undo || (undo.status !== "queued" && undo.status !== "running")) return "stopped";
  const people = await nextUndoPeople(tx, record, undo.cursorNo, BATCH, true);
  const last = people.at(-1);
  if (!last) {
    await finish(tx, ctx, record, undo);
    return "done";
  }
  const counts = await settle(tx, ctx, record, people);
  await patchUndo(tx, record, {
    ...undo,
    status: "running",
    cursorNo: last.contactNo,
    counts: plus(undo.counts, counts),
  });
  return "more";
}

const ofKind = <K extends UndoDecision["kind"]>(people: readonly UndoPerson[], kind: K) =>
  people.flatMap(({ decision, ...person }) =>
    decision.kind === kind ? [{ ...person, decision: decision as Extract<UndoDecision, { kind: K }> }] : [],
  );

async function settle(
  tx: Tx,
  ctx: Ctx,
  record: ImportRecord,
  people: readonly UndoPerson[],
): Promise<ImportUndoCounts> {
  const { workspaceNo } = ctx;
  const claim = evidencePrefix(record);
  // The claim of the import is taken back for everybody, also for whom it leaves alone otherwise.
  const retractions = await takeBackGrants(
    tx,
    workspaceNo,
    people.map((person) => person.contactNo),
    claim,
  );
  const [kept, gone, restored] = [ofKind(people, "keep"), ofKind(people, "remove"), ofKind(people, "restore")];
  const removed = await removePeople(tx, workspaceNo, { contactNos: gone.map((person) => person.contactNo) });
  const changed = restored.flatMap(({ contactNo, current, decision }): Restored[] =>
    current && decision.isChange ? [{ contactNo, current, values: decision.values }] : [],
  );
  const taken = changed.length > 0 ? await restorePeople(tx, workspaceNo, changed, ctx.now) : new Map();
  await takeExtras(tx, ctx, restored);
  const left: Left[] = [
    ...kept.map((person): Left => ({ contactNo: person.contactNo, outcome: "kept", reason: person.decision.reason })),
    ...restored.flatMap(({ contactNo, decision }): Left[] => {
      const fields = [...decision.left, ...(taken.get(contactNo) ?? [])];
      const reason = decision.left.length > 0 ? "changed" : "address_taken";
      return fields.length > 0 ? [{ contactNo, outcome: "partly", reason, fields }] : [];
    }),
  ];
  if (left.length > 0)
    await tx
      .insert(importUndoPeople)
      .values(left.map((row) => ({ ...row, workspaceNo, importNo: record.importNo })))
      .onConflictDoNothing();
  if (removed.length > 0)
    await emitEvents(tx, ctx, [
      { name: "contacts.deleted", data: { workspaceNo, contactNos: removed.map((person) => person.contactNo) } },
    ]);
  await recordRetractions(tx, ctx, retractions, `${claim}${record.fileName}): import undone`);
  const partly = left.length - kept.length;
  return {
    removed: removed.length,
    restored: restored.length - partly,
    partly,
    kept: kept.length,
    retracted: retractions.length,
  };
}

type Left = { contactNo: number; outcome: "partly" | "kept"; reason: UndoReason; fields?: string[] };
type Restoring = { contactNo: number; decision: Extract<UndoDecision, { kind: "restore" }> };

/** Tags and the list, from those who stay. */
async function takeExtras(tx: Tx, { workspaceNo, now }: Ctx, people: readonly Restoring[]): Promise<void> {
  const pairs = people.flatMap(({ contactNo, decision }) => decision.tags.map((tagNo) => ({ contactNo, tagNo })));
  if (pairs.length > 0) await takeTagPairs(tx, workspaceNo, pairs);
  const listed = people.filter(({ decision }) => decision.list !== null);
  const segmentNo = listed[0]?.decision.list;
  if (segmentNo === undefined || segmentNo === null) return;
  await takeOffList(
    tx,
    { workspaceNo, segmentNo },
    listed.map((person) => person.contactNo),
    now,
  );
}

async function finish(tx: Tx, ctx: Ctx, record: ImportRecord, undo: StoredUndo): Promise<void> {
  await patchUndo(tx, record, { ...undo, status: "done", problem: null, finishedAt: ctx.now.toISOString() });
  await writeAudit(tx, ctx, [
    { action: "import.undo", entityType: "import", entityId: record.id, changes: { ...undo.counts } },
  ]);
  const list = await listOf(tx, record);
  await emitEvents(tx, ctx, [
    { name: "import.undone", data: { workspaceNo: ctx.workspaceNo, importNo: record.importNo } },
    ...(list === null
      ? []
      : [{ name: "segment.refresh-requested" as const, data: { workspaceNo: ctx.workspaceNo, segmentNo: list } }]),
  ]);
}

async function listOf(tx: Tx, record: ImportRecord): Promise<number | null> {
  const id = record.mapping?.listId;
  return id ? ((await findList(tx, record.workspaceNo, id))?.segmentNo ?? null) : null;
}

async function patchUndo(tx: Tx, record: ImportRecord, undo: StoredUndo): Promise<void> {
  await tx
    .update(imports)
    .set({ undo })
    .where(and(eq(imports.workspaceNo, record.workspaceNo), eq(imports.importNo, record.importNo)));
}

const plus = (a: ImportUndoCounts, b: ImportUndoCounts): ImportUndoCounts => ({
  removed: a.removed + b.removed,
  restored: a.restored + b.restored,
  partly: a.partly + b.partly,
  kept: a.kept + b.kept,
  retracted: a.retracted + b.retracted,
});

/** After the last retry: what is taken back stays so, and the rest may be tried again. */
export async function failImportUndo(ctx: Ctx, importNo: number, problem: string): Promise<void> {
  await inPipeline((tx) =>
    tx.execute(sql`
      update imports set undo = undo || ${JSON.stringify({ status: "failed", problem: problem.slice(0, 500) })}::jsonb
       where workspace_no = ${ctx.workspaceNo}::int and import_no = ${importNo}::int
         and undo ->> 'status' in ('queued', 'running')`),
  );
}
