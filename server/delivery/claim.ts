import "server-only";
import type postgres from "postgres";
import { pipelineSql } from "@/server/platform/db";
import type { RunRef } from "./load";
import type { Decision } from "./rules/settle";

/**
 * A batch this worker holds until `lease_until`. Every write below is fenced by (owner, state leased). `uncalled`: keys
 * of chunks it opened and has not handed to the provider, whatever their rows say: an answer of the database may be lost.
 * `hasAccepted`: the provider took somebody of it, so it is there, whatever the batch ends with. `quietSince`: it has
 * waited for quiet hours since then.
 */
export type Claim = RunRef & {
  batchNo: number;
  owner: string;
  attempts: number;
  quietSince: Date | null;
  leaseSeconds: number;
  uncalled: Set<string>;
  hasAccepted: boolean;
};
export type Member = { seq: number; contactNo: number; toAddress: string | null };
export type Chunk = { chunkNo: number; seqs: number[]; key: string; at: Date };

type Sql = postgres.Sql | postgres.TransactionSql;

/**
 * Takes the first batch that waits or whose lease ran out, of a run that may send. Leans on the primary key; SKIP LOCKED
 * lets any number of workers take different ones. Time is the database's, so clocks of workers do not matter.
 * MATERIALIZED is not decoration: as a plain subquery a nested loop runs it again per row and takes several batches.
 */
export async function claimBatch(ref: RunRef, owner: string, leaseSeconds: number): Promise<Claim | null> {
  const [row] = await pipelineSql()<{ batch_no: number; attempts: number; quiet_since: Date | null }[]>`
    with next as materialized (
      select s.batch_no
        from send_batches s
        join send_runs r on r.workspace_no = s.workspace_no and r.run_no = s.run_no and r.state = 'ready'
                       and (r.wait_until is null or r.wait_until <= now())
       where s.workspace_no = ${ref.workspaceNo} and s.run_no = ${ref.runNo}
         and ((s.state = 0 and (s.not_before is null or s.not_before <= now()))
           or (s.state = 1 and s.lease_until < now()))
       order by s.batch_no limit 1 for update of s skip locked)
    update send_batches b
       set state = 1, owner = ${owner}, attempts = b.attempts + 1, problem = null,
           lease_until = now() + make_interval(secs => ${leaseSeconds})
      from next
     where b.workspace_no = ${ref.workspaceNo} and b.run_no = ${ref.runNo} and b.batch_no = next.batch_no
     returning b.batch_no, b.attempts, b.quiet_since`;
  if (!row) return null;
  const { batch_no: batchNo, attempts, quiet_since: quietSince } = row;
  return { ...ref, batchNo, owner, attempts, quietSince, leaseSeconds, uncalled: new Set(), hasAccepted: false };
}

/** True while the batch is ours; makes the lease run anew. Locks the batch row until the transaction ends. */
export async function holdsLease(sql: Sql, claim: Claim): Promise<boolean> {
  const rows = await sql`
    update send_batches set lease_until = now() + make_interval(secs => ${claim.leaseSeconds})
     where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
       and state = 1 and owner = ${claim.owner} returning 1`;
  return rows.length > 0;
}

/** Renews the lease until the answer is called, so that it may be short: a dead worker's batch is soon free again. */
export function keepLease(claim: Claim): () => void {
  // A renewal that fails is made up for by the next one; the fence of every write notices when the lease was lost.
  const timer = setInterval(() => void holdsLease(pipelineSql(), claim).catch(() => false), claim.leaseSeconds * 250);
  return () => clearInterval(timer);
}

/**
 * True while the run may send. A pause or stop waits for our transaction, and we for theirs (FOR SHARE). Also makes the
 * rest of the transaction look people up by primary key: straight after an import there are no statistics, and the
 * planner would join all contacts with all consents for each hundred people.
 */
export async function mayRunSend(sql: Sql, ref: RunRef): Promise<boolean> {
  const rows = await sql`
    select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
           set_config('enable_material', 'off', true)
      from send_runs where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and state = 'ready' for share`;
  return rows.length > 0;
}

/** The people of the batch nobody has decided about, without those in a chunk that is still open. */
export async function undecidedMembers(claim: Claim): Promise<Member[]> {
  const sql = pipelineSql();
  const [members, taken] = await Promise.all([
    membersOf(claim, null),
    sql<{ seq: number }[]>`
      select seq from deliveries
       where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
      union all
      select unnest(seqs) from send_chunks
       where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
         and settled_at is null`,
  ]);
  const decided = new Set(taken.map((row) => row.seq));
  return members.filter((member) => !decided.has(member.seq));
}

/**
 * What a worker before us left open. Chunks no call was made for held permits only: they are dropped and asked anew. Those
 * are the ones that never started, and ours that look started because the answer to that statement was lost.
 */
export async function openChunks(claim: Claim): Promise<Chunk[]> {
  const uncalled = [...claim.uncalled];
  const rows = await pipelineSql()<{ chunk_no: number; seqs: number[]; key: string; at: Date }[]>`
    with dropped as (
      delete from send_chunks c
       where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
         and settled_at is null and (started_at is null or key = any (${uncalled}::text[]))
         and exists (select 1 from send_batches b where b.workspace_no = c.workspace_no and b.run_no = c.run_no
                        and b.batch_no = c.batch_no and b.state = 1 and b.owner = ${claim.owner}))
    select chunk_no, seqs, key, at from send_chunks
     where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
       and settled_at is null and started_at is not null and not key = any (${uncalled}::text[]) order by chunk_no`;
  return rows.map((row) => ({ chunkNo: row.chunk_no, seqs: row.seqs, key: row.key, at: row.at }));
}

/** Members of the batch by their seqs, or all of them. */
export async function membersOf(claim: Claim, seqs: number[] | null): Promise<Member[]> {
  const sql = pipelineSql();
  const rows = await sql<{ seq: number; contact_no: string; to_address: string | null }[]>`
    select seq, contact_no, to_address from run_recipients
     where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
       ${seqs === null ? sql`` : sql`and seq = any (${seqs}::int[])`} order by seq`;
  return rows.map((row) => ({ seq: row.seq, contactNo: Number(row.contact_no), toAddress: row.to_address }));
}

/** Opens chunks inside the transaction that asked for their permits; the first is started, its call follows at once. */
export async function insertChunks(
  sql: Sql,
  claim: Claim,
  chunks: { seqs: number[]; key: string }[],
): Promise<Chunk[]> {
  if (chunks.length === 0) return [];
  const rows = await sql<{ chunk_no: number; seqs: number[]; key: string; at: Date }[]>`
    insert into send_chunks (workspace_no, run_no, batch_no, chunk_no, seqs, key, at, started_at)
    select ${claim.workspaceNo}, ${claim.runNo}, ${claim.batchNo},
           coalesce((select max(chunk_no) from send_chunks where workspace_no = ${claim.workspaceNo}
                      and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}), 0) + n.ord,
           string_to_array(n.seqs, ',')::int[], n.key, date_trunc('second', now()),
           case when n.ord = 1 then now() end
      from unnest(${chunks.map((c) => c.seqs.join(","))}::text[], ${chunks.map((c) => c.key)}::text[])
             with ordinality as n(seqs, key, ord)
    returning chunk_no, seqs, key, at`;
  return rows.map((row) => ({ chunkNo: row.chunk_no, seqs: row.seqs, key: row.key, at: row.at }));
}

/** Appends verdicts; a person who has one keeps it. */
export async function appendDecisions(sql: Sql, claim: Claim, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length === 0) return;
  await sql`
    insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status, skip, provider_id, detail)
    select ${claim.workspaceNo}, ${claim.runNo}, ${claim.batchNo}, d.seq, d.contact_no, now(), d.status, d.skip,
           d.provider_id, d.detail
      from unnest(${decisions.map((d) => d.seq)}::int[], ${decisions.map((d) => d.contactNo)}::bigint[],
                  ${decisions.map((d) => d.status)}::smallint[], ${decisions.map((d) => d.skip)}::smallint[],
                  ${decisions.map((d) => d.providerId)}::text[], ${decisions.map((d) => d.detail)}::text[])
             as d(seq, contact_no, status, skip, provider_id, detail)
    on conflict do nothing`;
}

/**
 * Writes the verdicts of one call, closes its chunk and starts the next, in one statement. Verdicts are written while the
 * batch is ours: `isOurs` false means that whoever has it now decides. The next chunk starts only while the run may send
 * as well: a pause or stop waits for this statement (FOR SHARE, the run before the batch), or this one sees it.
 */
export async function settleChunk(
  claim: Claim,
  chunkNo: number,
  decisions: readonly Decision[],
  nextNo: number | null = null,
): Promise<{ isOurs: boolean; isNextStarted: boolean }> {
  const [row] = await pipelineSql()<{ ours: boolean; next: boolean }[]>`
    with run as (select 1 from send_runs where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo}
                    and ${nextNo}::int is not null and state = 'ready' for share),
         lease as (update send_batches set lease_until = now() + make_interval(secs => ${claim.leaseSeconds})
                    where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
                      and state = 1 and owner = ${claim.owner} and (select count(*) from run) >= 0 returning 1),
         chunk as (update send_chunks set settled_at = now()
                    where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
                      and chunk_no = ${chunkNo} and exists (select 1 from lease)),
         next as (update send_chunks set started_at = coalesce(started_at, now())
                   where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
                     and chunk_no = ${nextNo} and settled_at is null
                     and exists (select 1 from lease) and exists (select 1 from run) returning 1),
         log as (
           insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status, skip, provider_id, detail)
           select ${claim.workspaceNo}, ${claim.runNo}, ${claim.batchNo}, d.seq, d.contact_no, now(), d.status, d.skip,
                  d.provider_id, d.detail
             from unnest(${decisions.map((d) => d.seq)}::int[], ${decisions.map((d) => d.contactNo)}::bigint[],
                         ${decisions.map((d) => d.status)}::smallint[], ${decisions.map((d) => d.skip)}::smallint[],
                         ${decisions.map((d) => d.providerId)}::text[], ${decisions.map((d) => d.detail)}::text[])
                    as d(seq, contact_no, status, skip, provider_id, detail)
            where exists (select 1 from lease)
           on conflict do nothing)
    select exists (select 1 from lease) as ours, exists (select 1 from next) as next`;
  return { isOurs: row?.ours ?? false, isNextStarted: row?.next ?? false };
}

/**
 * Ends the batch with counts taken from its rows. Refuses (false) when a member has no verdict, so a batch that is done
 * is complete by construction.
 */
export async function finishBatch(claim: Claim): Promise<boolean> {
  const rows = await pipelineSql()`
    update send_batches b
       set state = 2, owner = null, lease_until = null, not_before = null,
           accepted = c.accepted, skipped = c.skipped, failed = c.failed, unknown = c.unknown
      from (select count(*) as total, count(*) filter (where status = 1) as accepted,
                   count(*) filter (where status = 2) as skipped, count(*) filter (where status = 3) as failed,
                   count(*) filter (where status = 4) as unknown
              from deliveries where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo}
               and batch_no = ${claim.batchNo}) c
     where b.workspace_no = ${claim.workspaceNo} and b.run_no = ${claim.runNo} and b.batch_no = ${claim.batchNo}
       and b.state = 1 and b.owner = ${claim.owner} and c.total = b.size
     returning 1`;
  return rows.length > 0;
}

/**
 * Gives the batch back, without the chunks no call was made for. `delaySeconds` keeps everyone away from it; a pause does
 * not count as an attempt. `isQuiet`: for quiet hours; the first time is kept.
 */
export async function releaseBatch(
  claim: Claim,
  {
    delaySeconds = 0,
    problem = null,
    isPause = false,
    isQuiet = false,
  }: { delaySeconds?: number; problem?: string | null; isPause?: boolean; isQuiet?: boolean },
): Promise<void> {
  await pipelineSql()`
    with batch as (
      update send_batches
         set state = 0, owner = null, lease_until = null, problem = ${problem},
             attempts = greatest(0, attempts - ${isPause ? 1 : 0}),
             quiet_since = coalesce(quiet_since, case when ${isQuiet}::boolean then now() end),
             not_before = case when ${delaySeconds} > 0 then now() + make_interval(secs => ${delaySeconds}) end
       where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
         and state = 1 and owner = ${claim.owner} returning 1)
    delete from send_chunks
     where workspace_no = ${claim.workspaceNo} and run_no = ${claim.runNo} and batch_no = ${claim.batchNo}
       and settled_at is null and key = any (${[...claim.uncalled]}::text[]) and exists (select 1 from batch)`;
}
