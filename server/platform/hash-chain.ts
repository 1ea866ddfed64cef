import "server-only";
import { sql } from "drizzle-orm";
import type { ChainCheck, ChainFault } from "@/contracts/chain";
import { type ChainedTable, GENESIS } from "@/drizzle/chain";
import type { Tx } from "./db";

/** Positions as numbers, hashes as hex; null where there is no such row. */
export type ChainView = {
  rows: number;
  lastNo: number;
  lastHash: string | null;
  head: { no: number; hash: string } | null;
  /** The first row that is not what it should be. */
  odd: { no: number; noBefore: number; isChanged: boolean } | null;
  /** Where an earlier check ended, and the hash that row has now. */
  checked: { no: number; hash: string; hashNow: string | null } | null;
};

/** What is wrong, earliest position first; null when all is as written. */
export function findFault({ rows, lastNo, lastHash, head, odd, checked }: ChainView): ChainFault | null {
  if (odd && odd.no !== odd.noBefore + 1) return { kind: "missing", position: odd.noBefore + 1 };
  // A row that fits its own hash but not the one before it: the one before was changed together with its hash.
  if (odd) return { kind: "changed", position: odd.isChanged ? odd.no : Math.max(1, odd.no - 1) };
  if (!head) return rows > 0 ? { kind: "rebuilt", position: 1 } : null;
  if (lastNo < head.no) return { kind: "tail_missing", position: lastNo + 1 };
  if (lastNo > head.no) return { kind: "rebuilt", position: head.no + 1 };
  if (lastHash !== null && lastHash !== head.hash) return { kind: "changed", position: lastNo };
  if (checked && checked.hashNow !== checked.hash) return { kind: "rebuilt", position: checked.no };
  return null;
}

type ViewRow = {
  rows: number;
  last_no: string | null;
  last_hash: string | null;
  head_no: string | null;
  head_hash: string | null;
  odd_no: string | null;
  odd_before: string | null;
  odd_changed: boolean | null;
  checked_no: string | null;
  checked_hash: string | null;
  checked_now: string | null;
};

/**
 * Computes every hash of the workspace's chain again and remembers what came out. One statement, one snapshot, in the
 * order of the primary key; a million rows take some seconds.
 */
export async function checkChain(tx: Tx, workspaceNo: number, table: ChainedTable, now: Date): Promise<ChainCheck> {
  const name = sql.raw(table);
  // Hashes were made of UTC timestamps; whoever checks may have another zone.
  await tx.execute(sql`select set_config('TimeZone', 'UTC', true)`);
  const [row] = await tx.execute<ViewRow>(sql`
    with seen as (
      select t.chain_no, t.hash, lag(t.chain_no, 1, 0::bigint) over w as no_before,
             sha256(t.prev_hash || chain_content(to_jsonb(t))) <> t.hash as is_changed,
             t.prev_hash <> lag(t.hash, 1, ${sql.raw(GENESIS)}) over w as is_loose
        from ${name} t where t.workspace_no = ${workspaceNo} window w as (order by t.chain_no)
    ), odd as (
      select * from seen where is_changed or is_loose or chain_no <> no_before + 1 order by chain_no limit 1
    ), tail as (
      select chain_no, hash from seen order by chain_no desc limit 1
    )
    select (select count(*)::int from seen) as rows, tail.chain_no as last_no, encode(tail.hash, 'hex') as last_hash,
           h.last_no as head_no, encode(h.last_hash, 'hex') as head_hash,
           odd.chain_no as odd_no, odd.no_before as odd_before, odd.is_changed as odd_changed,
           h.checked_no, encode(h.checked_hash, 'hex') as checked_hash,
           (select encode(hash, 'hex') from seen where chain_no = h.checked_no) as checked_now
      from (select 1) one
      left join chain_heads h on h.workspace_no = ${workspaceNo} and h.chain = ${table}
      left join tail on true left join odd on true`);
  if (!row) throw new Error("the check of a chain gave no row");
  const fault = findFault(toView(row));
  await tx.execute(sql`
    update chain_heads set checked_at = ${now.toISOString()}::timestamptz, fault = ${fault ? JSON.stringify(fault) : null}::jsonb,
           checked_no = case when ${fault === null} then ${row.last_no}::bigint else checked_no end,
           checked_hash = case when ${fault === null} then decode(${row.last_hash}, 'hex') else checked_hash end
     where workspace_no = ${workspaceNo} and chain = ${table}`);
  return { rows: row.rows, checkedAt: now.toISOString(), fault };
}

const toView = (row: ViewRow): ChainView => ({
  rows: row.rows,
  lastNo: Number(row.last_no ?? 0),
  lastHash: row.last_hash,
  head: row.head_no === null ? null : { no: Number(row.head_no), hash: row.head_hash ?? "" },
  odd:
    row.odd_no === null
      ? null
      : { no: Number(row.odd_no), noBefore: Number(row.odd_before), isChanged: row.odd_changed ?? false },
  checked:
    row.checked_no === null
      ? null
      : { no: Number(row.checked_no), hash: row.checked_hash ?? "", hashNow: row.checked_now },
});

/** What the last check found; `rows` is how many the chain has now. */
export async function lastChainCheck(tx: Tx, workspaceNo: number, table: ChainedTable): Promise<ChainCheck> {
  const [row] = await tx.execute<{ last_no: string; checked_at: string | null; fault: ChainFault | null }>(sql`
    select last_no, checked_at, fault from chain_heads where workspace_no = ${workspaceNo} and chain = ${table}`);
  if (!row) return { rows: 0, checkedAt: null, fault: null };
  return {
    rows: Number(row.last_no),
    checkedAt: row.checked_at ? new Date(row.checked_at).toISOString() : null,
    fault: row.fault,
  };
}
