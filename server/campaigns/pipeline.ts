import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AudienceWaterfall } from "@/contracts/campaigns";
import { SKIP_LABELS, type SkipReason } from "@/contracts/delivery";
import type { FrequencyCap } from "@/contracts/sending-policy";
import { eligibilitySql } from "@/server/consent";
import { peopleAtLimit } from "@/server/delivery";
import { inPipeline, type Tx } from "@/server/platform/db";

/**
 * Everybody matched, by the reason that would keep a message from them now. The same CASE decides at launch, so the
 * numbers of the waterfall are the numbers of the ledger if nobody changes in between. Always binds the workspace.
 */
export async function countAudience(
  workspaceNo: number,
  condition: SQL,
  options: JudgeOptions,
): Promise<{ waterfall: AudienceWaterfall; demoPeople: number }> {
  const { reason, people } = judged(workspaceNo, condition, options);
  const rows = await inPipeline(async (tx) => {
    // Straight after an import there are no statistics yet, and a nested loop over everybody takes minutes.
    await tx.execute(sql`set local statement_timeout = '20s'; set local enable_nestloop = off`);
    return tx.execute<{ reason: SkipReason | null; people: string; demo: string }>(sql`
      select ${reason} as reason, count(*) as people, count(*) filter (where c.is_demo) as demo
        from ${people} group by 1`);
  });
  const count = (value: string) => Number(value);
  const steps = rows
    .filter((row) => row.reason !== null)
    .map((row) => ({
      code: row.reason as SkipReason,
      label: SKIP_LABELS[row.reason as SkipReason],
      people: count(row.people),
    }))
    .sort((a, b) => b.people - a.people);
  const matched = rows.reduce((sum, row) => sum + count(row.people), 0);
  return {
    waterfall: { matched, steps, willReceive: matched - steps.reduce((sum, step) => sum + step.people, 0) },
    demoPeople: rows.reduce((sum, row) => sum + count(row.demo), 0),
  };
}

type JudgeOptions = { refuseDemo: boolean; topicNo: number | null; cap: FrequencyCap | null };

/** Everybody matched as `c`, and the reason that would keep a message from each: one rule for counting and listing. */
function judged(workspaceNo: number, condition: SQL, { cap, ...options }: JudgeOptions): { reason: SQL; people: SQL } {
  const rules = eligibilitySql({ purpose: "marketing", channel: "email", ...options });
  const limit = cap
    ? {
        join: sql`left join (${peopleAtLimit(workspaceNo, cap)}) filled on filled.contact_no = c.contact_no`,
        reason: sql`case when filled.contact_no is not null then 'capped' end`,
      }
    : { join: sql``, reason: sql`null` };
  return {
    reason: sql`coalesce(${sql.raw(rules.reason)}, ${limit.reason})`,
    people: sql`(select c.* from contacts c where c.workspace_no = ${workspaceNo} and ${condition}) c
        ${sql.raw(rules.joins)}
        ${limit.join}`,
  };
}

export type ListedPerson = { id: string; email: string | null; name: string | null };

/** The people of one line of the waterfall, by id. Always binds the workspace. */
export async function listAudience(
  workspaceNo: number,
  condition: SQL,
  options: JudgeOptions,
  { step, after, limit }: { step: string; after: string | null; limit: number },
): Promise<ListedPerson[]> {
  const { reason, people } = judged(workspaceNo, condition, options);
  const isOnLine =
    step === "matched" ? sql`true` : step === "will_receive" ? sql`${reason} is null` : sql`${reason} = ${step}`;
  return inPipeline(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '20s'; set local enable_nestloop = off`);
    const rows = await tx.execute<ListedPerson>(sql`
      select c.id, c.email, nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), '') as name
        from ${people}
       where ${isOnLine} ${after ? sql`and c.id > ${after}::uuid` : sql``}
       order by c.id limit ${limit}`);
    return [...rows];
  });
}

/** Scheduled campaigns that were due before a moment, the longest first. Index: campaigns_due. Spans all workspaces. */
export async function overdueCampaigns(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<{ workspaceNo: number; campaignNo: number; version: number }[]> {
  const rows = await tx.execute<{ workspace_no: number; campaign_no: number; version: number }>(sql`
    select workspace_no, campaign_no, version from campaigns
     where status = 'scheduled' and due_at < ${before.toISOString()}::timestamptz
     order by due_at
     limit ${limit}::int`);
  return rows.map((row) => ({ workspaceNo: row.workspace_no, campaignNo: row.campaign_no, version: row.version }));
}
