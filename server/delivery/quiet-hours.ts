import "server-only";
import type postgres from "postgres";
import { readQuietHours } from "@/server/consent";
import type { Member } from "./claim";
import type { SendRun } from "./load";
import { isExpired, quietUntil, zoneOr } from "./rules/quiet-hours";

/** `waitSeconds`: until the first of those who wait may be written to; null when nobody waits. */
export type Awake = { awake: Member[]; expired: Member[]; waitSeconds: number | null };

/**
 * Who of these people may be written to now, by the clock of each; the others wait, nothing is written about them.
 * Marketing only. Who is kept back 72 hours after their batch first was, expires: limits and pauses before do not count.
 * The clock is the database's.
 */
export async function splitByQuietHours(
  tx: postgres.TransactionSql,
  run: SendRun,
  members: Member[],
  quietSince: Date | null,
): Promise<Awake> {
  const everybody = { awake: members, expired: [], waitSeconds: null };
  if (run.content.purpose !== "marketing" || run.kind === "test") return everybody;
  const hours = await readQuietHours(tx, run.workspaceNo);
  if (!hours) return everybody;
  const rows = await tx<{ contact_no: string; zone: string | null; home: string; now: Date }[]>`
    select m.contact_no, c.time_zone as zone, w.time_zone as home, now() as now
      from unnest(${members.map((member) => member.contactNo)}::bigint[]) as m(contact_no)
      join workspaces w on w.workspace_no = ${run.workspaceNo}
      left join lateral (select time_zone from contacts
        where workspace_no = ${run.workspaceNo} and contact_no = m.contact_no limit 1) c on true`;
  const ends = new Map<string, Date | null>();
  const endOf = ({ zone, home, now }: (typeof rows)[number]): Date | null => {
    const key = zoneOr(zone, home);
    const known = ends.get(key);
    if (known !== undefined) return known;
    const end = quietUntil(now, key, hours);
    ends.set(key, end);
    return end;
  };
  const endBy = new Map(rows.map((row) => [Number(row.contact_no), endOf(row)]));
  const now = rows[0]?.now ?? run.createdAt;
  const quiet = members.filter((member) => endBy.get(member.contactNo));
  const awake = members.filter((member) => !endBy.get(member.contactNo));
  if (quietSince && isExpired(now, quietSince)) return { awake, expired: quiet, waitSeconds: null };
  const waits = quiet.flatMap((member) => endBy.get(member.contactNo)?.getTime() ?? []);
  const waitMs = Math.min(...waits) - now.getTime();
  return { awake, expired: [], waitSeconds: waits.length > 0 ? Math.ceil(waitMs / 1000) : null };
}
