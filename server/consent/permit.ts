import "server-only";
import type postgres from "postgres";
import { normaliseEmail } from "@/contracts/addresses";
import type { Channel } from "@/contracts/channels";
import { CAP_DAYS, type CapPeriod, type Purpose } from "@/contracts/consent";
import type { SkipReason } from "@/contracts/delivery";
import { type ContactRow, fromRaw, type RawContactRow, shareAddresses } from "@/server/contacts";
import { lookupsSql, reasonSql } from "./eligibility";
import { lockFrequencyCap } from "./sending-policy";

const minted = Symbol("SendPermit");

/**
 * The right to send one message to one person, valid for the transaction's claim that asked for it. Only
 * `requestPermits` makes them, and no provider takes a message without one.
 */
export type SendPermit = {
  readonly [minted]: true;
  readonly workspaceNo: number;
  readonly seq: number;
  readonly contactNo: number;
  readonly purpose: Purpose;
  readonly channel: Channel;
  /** `key` is the normalised form, `written` what goes into the To header. */
  readonly address: { readonly key: string; readonly written: string };
  /** For rendering; null only for a test message to a typed address without a chosen contact. */
  readonly contact: ContactRow | null;
};

/** `toAddress` replaces the contact's own address and is only possible for tests. */
export type PermitRecipient = { seq: number; contactNo: number; toAddress?: string | null };
export type PermitRequest = {
  workspaceNo: number;
  purpose: Purpose;
  channel: Channel;
  recipients: readonly PermitRecipient[];
  /** True when the provider reaches real people; demo contacts are then refused. */
  refuseDemo?: boolean;
  /** Marketing of this topic; without one it is marketing as a whole. */
  topicNo?: number | null;
  /**
   * Counts what people got since their moment, in the same transaction: accepted, perhaps accepted, or permitted and
   * under way. Sending knows it, consent does not; needed as soon as somebody has set a limit.
   */
  countRecent?: CountRecent;
};
export type RecentQuestion = { contactNo: number; days: number };
type Limit = RecentQuestion & { most: number };
export type CountRecent = (
  tx: postgres.TransactionSql,
  workspaceNo: number,
  questions: readonly RecentQuestion[],
) => Promise<Map<number, number>>;
export type PermitAnswer = { permits: SendPermit[]; refusals: { seq: number; reason: SkipReason }[] };

type VerdictRow = RawContactRow & {
  seq: number;
  wanted_no: string;
  reason: SkipReason | null;
  to_address: string | null;
  cap_count: number | null;
};

/** In a test the typed address stands in for the contact's. */
const SUBJECT = {
  written: "coalesce(w.to_address, c.email)",
  address: "(case when w.to_address is null then c.email_key else w.to_key end)",
};

/**
 * Asks for everyone at once, inside the transaction that claims them (READ COMMITTED, pipeline role). Guarantee: an
 * opt-out, suppression or deletion that committed before is seen; one that comes later waits until the claim committed.
 * Each recipient ends in exactly one of the two lists. Reads by primary keys only.
 */
export async function requestPermits(tx: postgres.TransactionSql, request: PermitRequest): Promise<PermitAnswer> {
  const { workspaceNo, purpose, channel, recipients, refuseDemo = false, topicNo = null } = request;
  const rules = { purpose, channel, refuseDemo, topicNo };
  if (purpose !== "test" && recipients.some((r) => r.toAddress))
    throw new Error("Only a test message may go to another address than the contact's.");
  const answer: PermitAnswer = { permits: [], refusals: [] };
  if (recipients.length === 0) return answer;
  await shareAddresses(tx, workspaceNo);
  const rows = await tx<VerdictRow[]>`
    select w.seq, w.contact_no as wanted_no, w.to_address, c.*, pf.cap_count,
           ${tx.unsafe(reasonSql(rules, SUBJECT))} as reason
      from unnest(${recipients.map((r) => r.seq)}::int[], ${recipients.map((r) => r.contactNo)}::bigint[],
                  ${recipients.map((r) => r.toAddress ?? null)}::text[],
                  ${recipients.map((r) => (r.toAddress ? normaliseEmail(r.toAddress) : null))}::text[])
             as w(seq, contact_no, to_address, to_key)
      left join lateral (select * from contacts
        where workspace_no = ${workspaceNo} and contact_no = w.contact_no limit 1) c on true
      ${tx.unsafe(lookupsSql(rules, workspaceNo, SUBJECT.address))}`;
  if (rows.length !== recipients.length)
    throw new Error(`Asked for ${recipients.length} permits, got ${rows.length} answers.`);
  const full = purpose === "marketing" ? await contactsAtTheirLimit(tx, request, rows) : new Set<number>();
  for (const row of rows) {
    if (!row.reason && full.has(Number(row.wanted_no))) answer.refusals.push({ seq: row.seq, reason: "capped" });
    else if (row.reason) answer.refusals.push({ seq: row.seq, reason: row.reason });
    else answer.permits.push(mint(row, request));
  }
  return answer;
}

/**
 * Who has had as many as the workspace or they themselves allow. The workspace's rule, then their preference rows are
 * locked, those in the order of their numbers, so that of two claims at once the second counts what the first was given.
 */
async function contactsAtTheirLimit(
  tx: postgres.TransactionSql,
  { workspaceNo, countRecent }: PermitRequest,
  rows: readonly VerdictRow[],
): Promise<Set<number>> {
  const open = rows.filter((row) => !row.reason);
  const everybody = open.map((row) => Number(row.wanted_no));
  const own = open.filter((row) => row.cap_count !== null).map((row) => Number(row.wanted_no));
  const full = new Set<number>();
  if (everybody.length === 0) return full;
  const count = async (limits: readonly Limit[]) => {
    if (!countRecent) throw new Error("There is a limit, and nobody can count what people got.");
    const counts = await countRecent(tx, workspaceNo, limits);
    for (const { contactNo, most } of limits) if ((counts.get(contactNo) ?? 0) >= most) full.add(contactNo);
  };
  const cap = await lockFrequencyCap(tx, workspaceNo);
  if (cap) await count(everybody.map((contactNo) => ({ contactNo, days: cap.days, most: cap.count })));
  if (own.length === 0) return full;
  const limits = await tx<{ contact_no: string; cap_count: number; cap_period: CapPeriod }[]>`
    select contact_no, cap_count, cap_period from contact_preferences
     where workspace_no = ${workspaceNo} and contact_no = any(${own}::bigint[]) and cap_count is not null
     order by contact_no for update`;
  await count(
    limits.map((row) => ({
      contactNo: Number(row.contact_no),
      days: CAP_DAYS[row.cap_period],
      most: row.cap_count,
    })),
  );
  return full;
}

function mint(row: VerdictRow, { workspaceNo, purpose, channel }: PermitRequest): SendPermit {
  const contact = row.contact_no === null ? null : fromRaw(row);
  const written = (row.to_address ?? contact?.email ?? "").trim();
  const key = row.to_address ? normaliseEmail(row.to_address) : (contact?.emailKey ?? null);
  if (key === null) throw new Error("A permit without an address was about to be minted.");
  return Object.freeze({
    [minted]: true as const,
    workspaceNo,
    seq: row.seq,
    contactNo: Number(row.wanted_no),
    purpose,
    channel,
    address: { key, written },
    contact,
  });
}
