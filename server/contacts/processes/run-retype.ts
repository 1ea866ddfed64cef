import "server-only";
import { sql } from "drizzle-orm";
import { NO_RETYPE_COUNTS, type RetypeCounts, type RetypeOptions, type RetypeStatus } from "@/contracts/contact-fields";
import type { AttributeType, AttributeValue } from "@/contracts/contacts";
import { writeAudit } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { lockFields } from "../lock";
import { convertValue } from "../rules/convert-value";

const BATCH = 2_000;

/** more = call again; done = the values are exchanged; stopped = finished by somebody else, or gone. */
export type RetypeSlice = { state: "more" | "done" | "stopped" };

type Job = {
  retypeNo: number;
  key: string;
  fieldNo: number;
  fieldId: string;
  from: AttributeType;
  to: AttributeType;
  options: RetypeOptions;
  undoesNo: number;
  doneTo: number;
  counts: RetypeCounts;
};

/**
 * Works on a change of type for up to `budgetMs`. Values are converted aside, batch by batch, each its own transaction
 * with its own progress: killed anywhere, it goes on behind the last batch. The last step exchanges all values and the
 * type in one transaction, so no rule ever sees half of it.
 */
export async function runRetype(
  ctx: Ctx,
  retypeNo: number,
  budgetMs: number,
  batchSize: number = BATCH,
): Promise<RetypeSlice> {
  const stopAt = performance.now() + budgetMs;
  for (;;) {
    const step = await convertBatch(ctx.workspaceNo, retypeNo, batchSize);
    if (step === "stopped") return { state: "stopped" };
    if (step === "converted") return { state: (await exchange(ctx, retypeNo, batchSize)) ? "done" : "stopped" };
    if (performance.now() > stopAt) return { state: "more" };
  }
}

async function convertBatch(
  workspaceNo: number,
  retypeNo: number,
  batchSize: number,
): Promise<"more" | "converted" | "stopped"> {
  return inPipeline(async (tx) => {
    const job = await lockJob(tx, workspaceNo, retypeNo);
    if (!job) return "stopped";
    const rows = await candidates(tx, workspaceNo, job, job.doneTo, batchSize, false);
    const counts = await putAside(tx, workspaceNo, job, rows);
    await tx.execute(sql`
      update field_retypes set status = 'running', done_to = ${rows.at(-1)?.contactNo ?? job.doneTo}::bigint,
             counts = ${JSON.stringify(plus(job.counts, counts))}::jsonb
       where workspace_no = ${workspaceNo}::int and retype_no = ${retypeNo}::int`);
    return rows.length < batchSize ? "converted" : "more";
  });
}

/** Locks the change of type; null when it is over. */
async function lockJob(tx: Tx, workspaceNo: number, retypeNo: number): Promise<Job | null> {
  type Row = {
    retype_no: number;
    key: string;
    field_no: number;
    field_id: string;
    from_type: AttributeType;
    to_type: AttributeType;
    options: RetypeOptions;
    undoes_no: number | null;
    done_to: string;
    counts: RetypeCounts;
    status: RetypeStatus;
  };
  const [row] = await tx.execute<Row>(sql`
    select r.retype_no, f.key, f.field_no, f.id as field_id, r.from_type, r.to_type, r.options, r.undoes_no, r.done_to,
           r.counts, r.status
      from field_retypes r
      join contact_fields f on f.workspace_no = r.workspace_no and f.field_no = r.field_no
     where r.workspace_no = ${workspaceNo}::int and r.retype_no = ${retypeNo}::int for update of r`);
  if (!row || (row.status !== "queued" && row.status !== "running")) return null;
  return {
    retypeNo: row.retype_no,
    key: row.key,
    fieldNo: row.field_no,
    fieldId: row.field_id,
    from: row.from_type,
    to: row.to_type,
    options: row.options,
    undoesNo: row.undoes_no ?? 0,
    doneTo: Number(row.done_to),
    counts: row.counts,
  };
}

type Candidate = {
  contactNo: number;
  value: AttributeValue | null;
  before: AttributeValue | null;
  after: AttributeValue | null;
  isKnown: boolean;
};

/**
 * The next people who have a value, or lost one by the change that is being undone. `onlyChanged`: those whose value is
 * not the one that was put aside. Index: contacts_pkey, field_retype_values_pkey.
 */
async function candidates(
  tx: Tx,
  workspaceNo: number,
  job: Job,
  behind: number,
  limit: number,
  onlyChanged: boolean,
): Promise<Candidate[]> {
  type Row = {
    contact_no: string;
    value: AttributeValue | null;
    before: AttributeValue | null;
    after: AttributeValue | null;
    known: boolean;
  };
  const rows = await tx.execute<Row>(sql`
    select c.contact_no, c.attributes -> ${job.key}::text as value, o.before, o.after, o.contact_no is not null as known
      from contacts c
      left join field_retype_values o on o.workspace_no = ${workspaceNo}::int and o.retype_no = ${job.undoesNo}::int
                                     and o.contact_no = c.contact_no
      left join field_retype_values v on v.workspace_no = ${workspaceNo}::int and v.retype_no = ${job.retypeNo}::int
                                     and v.contact_no = c.contact_no
     where c.workspace_no = ${workspaceNo}::int and c.contact_no > ${behind}::bigint
       and (c.attributes ? ${job.key}::text or (o.contact_no is not null and o.after is null))
       and (not ${onlyChanged}::boolean or v.contact_no is null or v.before is distinct from (c.attributes -> ${job.key}::text))
     order by c.contact_no limit ${limit}::int`);
  return rows.map((row) => ({
    contactNo: Number(row.contact_no),
    value: row.value,
    before: row.before,
    after: row.after,
    isKnown: row.known,
  }));
}

type Converted = { after: AttributeValue | null; unreadable: boolean };

function convert(job: Job, candidate: Candidate): Converted {
  // Untouched since the change that is being undone: exactly what was there before.
  if (candidate.isKnown && candidate.value === candidate.after) return { after: candidate.before, unreadable: false };
  if (candidate.value === null) return { after: null, unreadable: false };
  const checked = convertValue(job.from, job.to, candidate.value, job.options);
  return checked.ok ? { after: checked.value, unreadable: false } : { after: null, unreadable: true };
}

async function putAside(tx: Tx, workspaceNo: number, job: Job, rows: readonly Candidate[]): Promise<RetypeCounts> {
  if (rows.length === 0) return NO_RETYPE_COUNTS;
  const aside = rows.map((row) => ({ contact_no: row.contactNo, before: row.value, ...convert(job, row) }));
  await tx.execute(sql`
    insert into field_retype_values (workspace_no, retype_no, contact_no, before, after, unreadable)
    select ${workspaceNo}::int, ${job.retypeNo}::int, r.contact_no, r.before, r.after, r.unreadable
      from jsonb_to_recordset(${JSON.stringify(aside)}::jsonb)
           as r(contact_no bigint, before jsonb, after jsonb, unreadable boolean)
    on conflict (workspace_no, retype_no, contact_no) do update
      set before = excluded.before, after = excluded.after, unreadable = excluded.unreadable`);
  return {
    converted: aside.filter((row) => row.after !== null).length,
    emptied: aside.filter((row) => row.after === null && !row.unreadable).length,
    unreadable: aside.filter((row) => row.unreadable).length,
  };
}

const plus = (a: RetypeCounts, b: RetypeCounts): RetypeCounts => ({
  converted: a.converted + b.converted,
  emptied: a.emptied + b.emptied,
  unreadable: a.unreadable + b.unreadable,
});

/** The one moment of change: who wrote since is converted too, then values and type are exchanged together. */
async function exchange(ctx: Ctx, retypeNo: number, batchSize: number): Promise<boolean> {
  const { workspaceNo } = ctx;
  return inPipeline(async (tx) => {
    // First, as everybody who writes attributes does: nobody writes the old type behind us.
    await lockFields(tx, workspaceNo);
    const job = await lockJob(tx, workspaceNo, retypeNo);
    if (!job) return false;
    for (let behind = 0; ; ) {
      const rows = await candidates(tx, workspaceNo, job, behind, batchSize, true);
      await putAside(tx, workspaceNo, job, rows);
      if (rows.length < batchSize) break;
      behind = rows.at(-1)?.contactNo ?? behind;
    }
    await tx.execute(sql`
      delete from field_retype_values v
       where v.workspace_no = ${workspaceNo}::int and v.retype_no = ${retypeNo}::int
         and not exists (select 1 from contacts c where c.workspace_no = ${workspaceNo}::int and c.contact_no = v.contact_no
                            and (c.attributes -> ${job.key}::text) is not distinct from v.before)`);
    await tx.execute(sql`
      update contacts c
         set attributes = case when v.after is null then c.attributes - ${job.key}::text
                               else c.attributes || jsonb_build_object(${job.key}::text, v.after) end
        from field_retype_values v
       where v.workspace_no = ${workspaceNo}::int and v.retype_no = ${retypeNo}::int
         and c.workspace_no = ${workspaceNo}::int and c.contact_no = v.contact_no
         and (c.attributes -> ${job.key}::text) is not distinct from v.before`);
    await tx.execute(sql`
      update contact_fields set type = ${job.to} where workspace_no = ${workspaceNo}::int and field_no = ${job.fieldNo}`);
    const [counts] = await tx.execute<RetypeCounts>(sql`
      select count(*) filter (where after is not null)::int as converted,
             count(*) filter (where after is null and before is not null and not unreadable)::int as emptied,
             count(*) filter (where unreadable)::int as unreadable
        from field_retype_values where workspace_no = ${workspaceNo}::int and retype_no = ${retypeNo}::int`);
    await tx.execute(sql`
      update field_retypes set status = 'done', finished_at = ${ctx.now.toISOString()}::timestamptz, counts = ${JSON.stringify({ ...NO_RETYPE_COUNTS, ...counts })}::jsonb
       where workspace_no = ${workspaceNo}::int and retype_no = ${retypeNo}::int`);
    await announce(tx, ctx, job);
    return true;
  });
}

async function announce(tx: Tx, ctx: Ctx, job: Job): Promise<void> {
  await writeAudit(tx, ctx, [
    {
      action: "contact-field.retyped",
      entityType: "contactField",
      entityId: job.fieldId,
      changes: { key: job.key, from: job.from, to: job.to },
    },
  ]);
  await emitEvents(tx, ctx, [{ name: "contact-field.retyped", data: { workspaceNo: ctx.workspaceNo, key: job.key } }]);
}

/** After the last retry: nothing was exchanged, the old type and values stay, and it says why. */
export async function failRetype(workspaceNo: number, retypeNo: number, problem: string): Promise<void> {
  await inPipeline((tx) =>
    tx.execute(sql`
    update field_retypes set status = 'failed', problem = ${problem.slice(0, 500)}, finished_at = now()
     where workspace_no = ${workspaceNo}::int and retype_no = ${retypeNo}::int and finished_at is null`),
  );
}
