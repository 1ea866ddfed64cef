import "server-only";
import { EMPTY_IMPORT_COUNTS, type ImportCounts } from "@/contracts/imports";
import { MAX_TAGS, tagKey } from "@/contracts/tags";
import { type BulkGrant, grantConsentInBulk } from "@/server/consent";
import { ensureTags, FIELD_LOCK, findTags } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { putOnList } from "@/server/segments";
import { evidenceOf, type ImportJob } from "../load";
import {
  giveTags,
  insertFresh,
  insertProblems,
  type LineProblem,
  lockImport,
  noteListed,
  rememberContacts,
  saveProgress,
  settledContacts,
  stageRows,
  updateKnown,
} from "../pipeline";
import { collisionsOf } from "../rules/collisions";
import type { RowProblem } from "../rules/convert-row";
import { DUPLICATE, type PreparedBatch, type PreparedRow } from "../rules/prepare-batch";
import { isImportable } from "../rules/suggest-mapping";

const MARKS: Record<string, RowProblem> = {
  duplicate: DUPLICATE,
  two_contacts: {
    column: null,
    code: "two_contacts",
    problem: "The external id belongs to one contact and the e-mail address to another.",
    fix: "Correct one of the two, or delete one of the contacts.",
  },
  several_contacts: {
    column: null,
    code: "several_contacts",
    problem: "Several contacts have this phone number.",
    fix: "Match by e-mail address or external id, or merge those contacts first.",
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
  const tagged = await withTags(ctx, job, batch);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleOnce(ctx, job, tagged, span);
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
    if (batch.rows.some((row) => row.external_id !== null) || job.mapping.matchBy === "phone")
      await tx`select pg_advisory_xact_lock(7001, ${workspaceNo})`;
    if (!(await typesStand(tx, workspaceNo, job.types))) return "overtaken";
    const standing = await lockImport(tx, workspaceNo, importNo);
    if (standing?.status !== "running") return "stopped";
    if (standing.rowsDone !== span.from) return "overtaken";
    const now = new Date();
    const people = await settlePeople(tx, ctx, job, batch, now);
    const settled = await settledContacts(tx);
    const extras = await settleExtras(tx, ctx, job, settled, now);
    const consent = await settleConsent(tx, ctx, job, settled, now);
    await rememberContacts(tx, workspaceNo, importNo, consent.grantedNos, now);
    await insertProblems(tx, workspaceNo, importNo, [...batch.problems, ...people.problems]);
    const counts = add(standing.counts, {
      rows: span.to - span.from,
      created: people.created,
      updated: people.updated,
      unchanged: batch.rows.length - people.created - people.updated - people.problems.length,
      invalid: batch.invalid + people.problems.filter((p) => p.code !== DUPLICATE.code).length,
      duplicates: batch.duplicates + people.problems.filter((p) => p.code === DUPLICATE.code).length,
      ...extras,
      ...consent.counts,
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
  const { fresh, marked } = await stageRows(tx, ctx.workspaceNo, batch.rows, job.mapping.matchBy, now);
  if (fresh > 0) {
    // In a short transaction of its own (another pool): the counter must not stay locked while a batch is written.
    const firstNo = await inPipeline((own) => takeNumbers(own, ctx.workspaceNo, "contact", fresh));
    if ((await insertFresh(tx, ctx.workspaceNo, firstNo, now)) !== fresh) throw new ContactAppeared();
  }
  const updated = await updateKnown(tx, ctx.workspaceNo, collisionsOf(job.mapping, isImportable), now);
  const byN = new Map(batch.rows.map((row) => [row.n, row]));
  const problems = marked.flatMap(({ n, mark }) => {
    const row = byN.get(n);
    const problem = MARKS[mark];
    return row && problem ? [{ ...problem, line: row.line, row: row.raw }] : [];
  });
  return { created: fresh, updated, problems };
}

/** Tags of the rows and of the whole file, and the list. */
async function settleExtras(
  tx: PipelineTx,
  ctx: Ctx,
  job: ImportJob,
  settled: readonly number[],
  now: Date,
): Promise<Pick<ImportCounts, "tagged" | "listed">> {
  const hasTags = job.mapping.tags?.length || job.mapping.columns.some((column) => column.to === "tags");
  const tagged = hasTags ? await giveTags(tx, ctx.workspaceNo) : 0;
  if (job.listNo === null) return { tagged, listed: 0 };
  const listed = await putOnList(tx, { workspaceNo: ctx.workspaceNo, segmentNo: job.listNo }, settled, now);
  await noteListed(tx, job.listNo, listed);
  return { tagged, listed: listed.length };
}

async function settleConsent(tx: PipelineTx, ctx: Ctx, job: ImportJob, settled: readonly number[], now: Date) {
  const grantedNos = new Set<number>();
  const grant = async (proof: Proof, topicNo: number) => {
    const grants: BulkGrant = {
      workspaceNo: ctx.workspaceNo,
      channel: "email",
      topicNo,
      source: "import",
      evidence: evidenceOf(job.record, proof),
      wording: proof.wording ?? null,
      at: now,
      actorType: "member",
      actorId: job.record.createdBy,
      contactNos: settled,
    };
    const given = await grantConsentInBulk(tx, grants);
    for (const contactNo of given.grantedNos) grantedNos.add(contactNo);
    return given;
  };
  const all = job.consent.kind === "granted" ? await grant(job.consent, 0) : { granted: 0, kept: 0 };
  const counts = { consentGranted: all.granted, consentKept: all.kept, topicsGranted: 0, topicsKept: 0 };
  for (const { topicNo, proof } of job.topics) {
    const given = await grant(proof, topicNo);
    counts.topicsGranted += given.granted;
    counts.topicsKept += given.kept;
  }
  return { counts, grantedNos: [...grantedNos] };
}

type Proof = { source: string; wording?: string | undefined; agreedAt?: string | undefined };

/**
 * Numbers the tags of a batch, making new ones in a transaction of their own (their counter must not stay locked). Where
 * the workspace has no room for another tag, the rows that name one are reported instead.
 */
async function withTags(ctx: Ctx, job: ImportJob, batch: PreparedBatch): Promise<PreparedBatch> {
  const everybody = job.mapping.tags ?? [];
  const names = [
    ...new Map([...everybody, ...batch.rows.flatMap((row) => row.tags)].map((n) => [tagKey(n), n])).values(),
  ];
  if (names.length === 0) return batch;
  const numbers = await tagNumbers(ctx, names);
  const rows: (PreparedRow & { tag_nos: number[] })[] = [];
  const problems = [...batch.problems];
  for (const row of batch.rows) {
    const wanted = [...everybody, ...row.tags];
    const tagNos = wanted.flatMap((name) => numbers.get(tagKey(name)) ?? []);
    if (tagNos.length === wanted.length) rows.push({ ...row, tag_nos: [...new Set(tagNos)] });
    else problems.push({ ...TOO_MANY_TAGS, line: row.line, row: row.raw });
  }
  return { ...batch, rows, problems, invalid: batch.invalid + batch.rows.length - rows.length };
}

async function tagNumbers(ctx: Ctx, names: readonly string[]): Promise<Map<string, number>> {
  try {
    const found = await inPipeline((tx) => ensureTags(tx, ctx.workspaceNo, names, ctx.now));
    return new Map(found.map((tag) => [tagKey(tag.name), tag.tagNo]));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
    const found = await inPipeline((tx) => findTags(tx, ctx.workspaceNo, names));
    return new Map([...found].map(([key, tag]) => [key, tag.tagNo]));
  }
}

const TOO_MANY_TAGS: RowProblem = {
  column: null,
  code: "too_many_tags",
  problem: `The row names a new tag, and the workspace has ${MAX_TAGS} already.`,
  fix: "Delete tags nobody needs, or use one that exists.",
};

const add = (counts: ImportCounts, delta: ImportCounts): ImportCounts => {
  const sum = { ...EMPTY_IMPORT_COUNTS };
  for (const key of Object.keys(sum) as (keyof ImportCounts)[]) sum[key] = (counts[key] ?? 0) + delta[key];
  return sum;
};
