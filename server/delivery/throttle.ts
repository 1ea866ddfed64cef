import "server-only";
import type postgres from "postgres";
import type { ProviderLimits } from "@/contracts/throttles";
import { pipelineSql } from "@/server/platform/db";
import type { Member } from "./claim";
import type { SendRun } from "./load";
import {
  fairShare,
  freeNow,
  nextWarmUpDay,
  SLOT_SECONDS,
  SLOTS,
  type Slots,
  secondsToFree,
  slotOf,
  warmUpToday,
} from "./rules/throttle";

export type RoadLimits = { limits: ProviderLimits; timeZone: string };
/** `isRun`: the whole run has to wait; else only people of some domain, and others may go. */
export type Wait = { seconds: number; reason: string; isRun: boolean };
type Held = { go: Member[]; wait: Wait | null; note(sent: readonly { contactNo: number }[]): Promise<void> };

/** What the provider of a run allows, read once a lane call. */
export async function readLimits({ workspaceNo, providerNo }: Pick<SendRun, "workspaceNo" | "providerNo">) {
  const [row] = await pipelineSql()<{ limits: ProviderLimits; time_zone: string }[]>`
    select p.limits, w.time_zone from providers p join workspaces w on w.workspace_no = p.workspace_no
     where p.workspace_no = ${workspaceNo} and p.provider_no = ${providerNo}`;
  return { limits: row?.limits ?? {}, timeZone: row?.time_zone ?? "UTC" };
}

type Bound = { scope: "provider" | "run" | "domain" | "day"; key: string; free: number; slot: number; wait: Wait };
type CountRow = { scope: Bound["scope"]; key: string; slot: string; used: number };

/**
 * Who of these people may go now under the limits of provider, run, recipient domain and warm-up plan; nothing is
 * written about the others. Runs in the transaction that asks for permits, one at a time for a provider that has limits,
 * and `note` counts there who got one: a crash undoes both or keeps both, so no restart ever exceeds a limit. Tests and
 * notices never wait but are counted. Without limits it asks the database nothing.
 */
export async function holdBack(
  tx: postgres.TransactionSql,
  run: SendRun,
  { limits, timeZone }: RoadLimits,
  members: Member[],
): Promise<Held> {
  const isLimited = limits.perMinute || limits.warmUp || (limits.domains?.length ?? 0) > 0 || run.content.perMinute;
  if (!isLimited) return { go: members, wait: null, note: async () => {} };
  await tx`select pg_advisory_xact_lock(hashtextextended(${`send:${run.workspaceNo}:${run.providerNo}`}, 0))`;
  const { now, rows, rivals } = await readCounts(tx, run);
  const domainOf = await domainsOf(tx, run, limits, members);
  const bounds = boundsOf(run, limits, timeZone, now, rows, rivals);
  const [general, special] = [bounds.filter((b) => b.scope !== "domain"), bounds.filter((b) => b.scope === "domain")];
  const left = new Map(bounds.map((bound) => [bound, bound.free]));
  const full = general.find((bound) => bound.free <= 0);
  const mayWait = run.kind === "campaign";
  let wait: Wait | null = null;
  const go: Member[] = [];
  for (const member of members) {
    const own = special.filter((bound) => bound.key === domainOf.get(member.contactNo));
    const blocking = [...general, ...own].find((bound) => (left.get(bound) ?? 0) <= 0);
    if (blocking && mayWait) {
      wait = graver(wait, blocking.wait);
      continue;
    }
    for (const bound of [...general, ...own]) left.set(bound, (left.get(bound) ?? 0) - 1);
    go.push(member);
  }
  if (full && mayWait) wait = full.wait;
  const note = (sent: readonly { contactNo: number }[]) =>
    writeCounts(tx, run, bounds, (bound) =>
      bound.scope === "domain" ? sent.filter((one) => domainOf.get(one.contactNo) === bound.key).length : sent.length,
    );
  return { go, wait, note };
}

/** A wait of the whole run stands before one of some people; of two alike the shorter. */
const graver = (known: Wait | null, next: Wait): Wait => {
  if (!known || (next.isRun && !known.isRun)) return next;
  return known.isRun === next.isRun && next.seconds < known.seconds ? next : known;
};

/**
 * The clock is the database's, read after the lock was waited for. Rivals are runs with somebody to send to within a
 * minute, not those of tomorrow. By the primary keys of send_counts and send_batches.
 */
async function readCounts(tx: postgres.TransactionSql, { workspaceNo, providerNo }: SendRun) {
  const [head] = await tx<{ now: Date; rivals: number }[]>`
    select date_trunc('milliseconds', clock_timestamp()) as now, (
      select count(*)::int from send_runs r where r.workspace_no = ${workspaceNo} and r.provider_no = ${providerNo}
         and r.kind = 'campaign' and r.state = 'ready' and r.finished_at is null
         and coalesce(r.wait_until, now()) <= now() + interval '1 minute'
         and exists (select 1 from send_batches b where b.workspace_no = r.workspace_no and b.run_no = r.run_no
                        and b.state <> 2 and coalesce(b.not_before, now()) <= now() + interval '1 minute')) as rivals`;
  const now = head?.now ?? new Date();
  const rows = await tx<CountRow[]>`
    select scope, key, slot, used from send_counts where workspace_no = ${workspaceNo} and provider_no = ${providerNo}
       and (scope = 'day' or slot > ${slotOf(now.getTime()) - SLOTS})`;
  return { now, rows, rivals: head?.rivals ?? 1 };
}

function boundsOf(
  run: SendRun,
  limits: ProviderLimits,
  timeZone: string,
  now: Date,
  rows: readonly CountRow[],
  rivals: number,
): Bound[] {
  const slot = slotOf(now.getTime());
  const slotsOf = (scope: Bound["scope"], key: string): Slots =>
    rows.filter((r) => r.scope === scope && r.key === key).map((r) => ({ slot: Number(r.slot), used: r.used }));
  const perMinute = (scope: Bound["scope"], key: string, limit: number, runs: number, reason: string): Bound => {
    const slots = slotsOf(scope, key);
    const wait = { seconds: secondsToFree(limit, slots, now.getTime()), reason, isRun: scope !== "domain" };
    return { scope, key, slot, free: fairShare(freeNow(limit, slots, slot), runs), wait };
  };
  const bounds: Bound[] = [];
  const many = (n: number) => n.toLocaleString("en");
  if (limits.perMinute)
    bounds.push(
      perMinute(
        "provider",
        "",
        limits.perMinute,
        rivals,
        `The provider's limit: ${many(limits.perMinute)} messages a minute.`,
      ),
    );
  const own = run.content.perMinute;
  if (own)
    bounds.push(
      perMinute("run", String(run.runNo), own, 1, `The campaign's own limit: ${many(own)} messages a minute.`),
    );
  for (const { domain, perMinute: limit } of limits.domains ?? [])
    bounds.push(
      perMinute("domain", domain, limit, rivals, `The limit for ${domain}: ${many(limit)} messages a minute.`),
    );
  const plan = limits.warmUp;
  const today = plan ? warmUpToday(plan, now, timeZone) : null;
  if (plan && today?.perDay) {
    const used = slotsOf("day", "").find((one) => one.slot === today.day)?.used ?? 0;
    const untilNextDay = Math.max(1, (nextWarmUpDay(plan, now, timeZone).getTime() - now.getTime()) / 1000);
    // What is left of today goes to whoever is there: only when nothing is, they wait for tomorrow.
    const isUsedUp = today.perDay - used <= 0;
    const seconds = isUsedUp ? untilNextDay : SLOT_SECONDS;
    const reason = isUsedUp
      ? `Warm-up plan: the ${many(today.perDay)} messages of today are sent; the rest goes on tomorrow at ${plan.hour}:00.`
      : `Warm-up plan: campaigns share the ${many(today.perDay)} messages of today.`;
    bounds.push({
      ...{ scope: "day", key: "", slot: today.day, wait: { seconds, reason, isRun: true } },
      free: fairShare(today.perDay - used, rivals),
    });
  }
  return bounds;
}

/** Only asked where a domain has a limit. */
async function domainsOf(
  tx: postgres.TransactionSql,
  run: SendRun,
  { domains }: ProviderLimits,
  members: readonly Member[],
): Promise<Map<number, string>> {
  if (!domains || domains.length === 0) return new Map();
  const rows = await tx<{ contact_no: string; domain: string }[]>`
    select m.contact_no, c.domain from unnest(${members.map((member) => member.contactNo)}::bigint[]) as m(contact_no)
     cross join lateral (select split_part(email_key, '@', 2) as domain from contacts
        where workspace_no = ${run.workspaceNo} and contact_no = m.contact_no and email_key is not null limit 1) c`;
  return new Map(rows.map((row) => [Number(row.contact_no), row.domain]));
}

async function writeCounts(
  tx: postgres.TransactionSql,
  { workspaceNo, providerNo }: SendRun,
  bounds: readonly Bound[],
  countOf: (bound: Bound) => number,
): Promise<void> {
  const rows = bounds.map((bound) => ({ ...bound, used: countOf(bound) })).filter(({ used }) => used > 0);
  if (rows.length === 0) return;
  await tx`
    insert into send_counts as c (workspace_no, provider_no, scope, key, slot, used)
    select ${workspaceNo}, ${providerNo}, n.scope, n.key, n.slot, n.used
      from unnest(${rows.map((r) => r.scope)}::text[], ${rows.map((r) => r.key)}::text[], ${rows.map((r) => r.slot)}::bigint[],
                  ${rows.map((r) => r.used)}::int[]) as n(scope, key, slot, used)
    on conflict (workspace_no, provider_no, scope, key, slot) do update set used = c.used + excluded.used`;
}

/** Makes the whole run wait; nothing of it is claimed before, by whatever process. The longer of two waits stands. */
export async function waitRun(ref: { workspaceNo: number; runNo: number }, { seconds, reason }: Wait): Promise<void> {
  await pipelineSql()`
    update send_runs set wait_until = greatest(wait_until, now() + make_interval(secs => ${seconds})), wait_reason = ${reason}
     where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and state = 'ready'`;
}

/**
 * Lets runs that wait longer than a minute ask again when their provider was changed lately: its limits may be other
 * ones. Where they are not, the run waits anew.
 */
export async function clearOldWaits(): Promise<void> {
  await pipelineSql()`
    update send_runs r set wait_until = null, wait_reason = null
      from providers p
     where r.finished_at is null and r.state = 'ready' and r.wait_until > now() + interval '1 minute'
       and p.workspace_no = r.workspace_no and p.provider_no = r.provider_no
       and p.updated_at > now() - interval '5 minutes'`;
}

/** Forgets slots no limit looks at any more and days of plans long over. */
export async function forgetCounts(): Promise<number> {
  const now = Date.now();
  const gone = await pipelineSql()`
    delete from send_counts where (scope <> 'day' and slot < ${slotOf(now) - 10 * SLOTS})
        or (scope = 'day' and slot < ${Math.floor(now / 86_400_000) - 60})`;
  return gone.count;
}
