import "server-only";
import type { ImportCounts } from "@/contracts/contacts";
import { grantConsentInBulk } from "@/server/consent";
import { FIELD_LOCK } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { takeNumbers } from "@/server/platform/numbers";
import { evidenceOf, type ImportJob } from "../load";
import {
  insertFresh,
  insertProblems,
  type LineProblem,
  lockImport,
  rememberContacts,
  saveProgress,
  settledContacts,
  stageRows,
  updateKnown,
} from "../pipeline";
import type { RowProblem } from "../rules/convert-row";
import { DUPLICATE, type PreparedBatch } from "../rules/prepare-batch";

const MARKS: Record<string, RowProblem> = {
  duplicate: DUPLICATE,
  two_contacts: {
    column: null,
    code: "two_contacts",
    problem: "The external id belongs to one contact and the e-mail address to another.",
    fix: "Correct one of the two, or delete one of the contacts.",
  },
  other_external_id: {
    column: null,
    code: "other_external_id",
    problem: "The contact with this e-mail address has another external id.",
    fix: "Use that external id, or leave the cell empty.",
  },
};

type Span = { from: number; to: number; bytesDone: number };

/** Another request made one of our new people between our look and our insert; the batch is tried again. */
class ContactAppeared extends Error {}

/**
 * Everything one batch does, in one transaction: people, consent, problems, counts and progress. "stopped" when the
 * import is not running any more; "overtaken" when it does not stand at `span.from`: a second worker settled this batch.
 */
export async function settleBatch(
  ctx: Ctx,
  job: ImportJob,
  batch: PreparedBatch,
  span: Span,
): Promise<"settled" | "stopped" | "overtaken"> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleOnce(ctx, job, batch, span);
    } catch (error) {
      if (!(error instanceof ContactAppeared) || attempt === 5) throw error;
    }
  }
}

async function settleOnce(
  ctx: Ctx,
  job: ImportJob,
  batch: PreparedBatch,
  span: Span,
): Promise<"settled" | "stopped" | "overtaken"> {
  const { workspaceNo } = ctx;
  const { importNo } = job.record;
  return pipelineSql().begin(async (tx) => {
    // Before any row, because matching by external id may change addresses (see server/contacts/lock.ts).
    if (batch.rows.some((row) => row.external_id !== null))
      await tx`select pg_advisory_xact_lock(7001, ${workspaceNo})`;
    if (!(await typesStand(tx, workspaceNo, job.types))) return "overtaken";
    const standing = await lockImport(tx, workspaceNo, importNo);
    if (standing?.status !== "running") return "stopped";
    if (standing.rowsDone !== span.from) return "overtaken";
    const now = new Date();
    const people = await settlePeople(tx, ctx, job, batch, now);
    const consent = await settleConsent(tx, ctx, job, now);
    await insertProblems(tx, workspaceNo, importNo, [...batch.problems, ...people.problems]);
    const counts = add(standing.counts, {
      rows: span.to - span.from,
      created: people.created,
      updated: people.updated,
      unchanged: batch.rows.length - people.created - people.updated - people.problems.length,
      invalid: batch.invalid + people.problems.filter((p) => p.code !== DUPLICATE.code).length,
      duplicates: batch.duplicates + people.problems.filter((p) => p.code === DUPLICATE.code).length,
      consentGranted: consent.granted,
      consentKept: consent.kept,
    });
    await saveProgress(tx, { workspaceNo, importNo, rowsDone: span.to, bytesDone: span.bytesDone, counts });
    return "settled";
  });
}

/**
 * False when a field has another type than the values were read for; the batch is then read again. A change of type
 * waits for us from here on (see server/contacts/lock.ts).
 */
async function typesStand(tx: PipelineTx, workspaceNo: number, types: ImportJob["types"]): Promise<boolean> {
  await tx`select pg_advisory_xact_lock_shared(${FIELD_LOCK}::int, ${workspaceNo}::int)`;
  const fields = await tx<{ key: string; type: string }[]>`
    select key, type from contact_fields where workspace_no = ${workspaceNo}`;
  return fields.every(({ key, type }) => (types.get(key) ?? type) === type);
}

type PipelineTx = Parameters<typeof lockImport>[0];

async function settlePeople(
  tx: PipelineTx,
  ctx: Ctx,
  job: ImportJob,
  batch: PreparedBatch,
  now: Date,
): Promise<{ created: number; updated: number; problems: LineProblem[] }> {
  const { fresh, marked } = await stageRows(tx, ctx.workspaceNo, batch.rows, now);
  if (fresh > 0) {
    // In a short transaction of its own (another pool): the counter must not stay locked while a batch is written.
    const firstNo = await inPipeline((own) => takeNumbers(own, ctx.workspaceNo, "contact", fresh));
    if ((await insertFresh(tx, ctx.workspaceNo, firstNo, now)) !== fresh) throw new ContactAppeared();
  }
  const updated = await updateKnown(tx, ctx.workspaceNo, job.mapping.collision, now);
  await rememberContacts(tx, ctx.workspaceNo, job.record.importNo, now);
  const byN = new Map(batch.rows.map((row) => [row.n, row]));
  const problems = marked.flatMap(({ n, mark }) => {
    const row = byN.get(n);
    const problem = MARKS[mark];
    return row && problem ? [{ ...problem, line: row.line, row: row.raw }] : [];
  });
  return { created: fresh, updated, problems };
}

async function settleConsent(
  tx: PipelineTx,
  ctx: Ctx,
  job: ImportJob,
  now: Date,
): Promise<{ granted: number; kept: number }> {
  if (job.consent.kind === "none") return { granted: 0, kept: 0 };
  return grantConsentInBulk(tx, {
    workspaceNo: ctx.workspaceNo,
    channel: "email",
    source: "import",
    evidence: evidenceOf(job.record, job.consent),
    wording: job.consent.wording ?? null,
    at: now,
    actorType: "member",
    actorId: job.record.createdBy,
    contactNos: await settledContacts(tx),
  });
}

function add(counts: ImportCounts, delta: ImportCounts): ImportCounts {
  return {
    rows: counts.rows + delta.rows,
    created: counts.created + delta.created,
    updated: counts.updated + delta.updated,
    unchanged: counts.unchanged + delta.unchanged,
    invalid: counts.invalid + delta.invalid,
    duplicates: counts.duplicates + delta.duplicates,
    consentGranted: counts.consentGranted + delta.consentGranted,
    consentKept: counts.consentKept + delta.consentKept,
  };
}
