import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { describeCondition } from "@/contracts/describe-condition";
import { conditionSchema, rowsOf } from "@/contracts/documents/condition";
import { idOf, parsePublicId } from "@/contracts/ids";
import type { NearMiss, RowCost, RuleReach } from "@/contracts/segment-insight";
import { eligibilitySql } from "@/server/consent";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { checkCondition } from "../check-condition";
import { compileCondition } from "../compile";
import { loadSegment } from "../load";
import { loadEvaluatedContact } from "../load-contact";
import { membersByNumber } from "../members";
import { findNearMisses } from "../near-misses";
import { matchingSql, timed } from "../pipeline";
import { whatItSaw } from "../saw";

/** Who of the people a rule matches may be written to, and who would enter and leave the saved segment. Exact. */
export const reachOfCondition = defineQuery({
  name: "segment.reach",
  permission: "segment:write",
  input: z.object({ condition: conditionSchema, segmentId: idOf("segment").optional() }),
  async run(ctx, input, tx): Promise<RuleReach> {
    const { condition, ...workspace } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const saved = input.segmentId ? (await loadSegment(tx, ctx.workspaceNo, input.segmentId)).segmentNo : null;
    const matching = matchingSql(condition, { ...workspace, now: ctx.now });
    const { joins, reason } = eligibilitySql({ purpose: "marketing", channel: "email", refuseDemo: false });
    const members = sql`select m.contact_no from segment_members m
      where m.workspace_no = ${ctx.workspaceNo}::int and m.segment_no = ${saved}::int`;
    const [row] = await timed(
      sql`with t as materialized (${matching})
        select (select count(*) from t) as people,
               (select count(*) from contacts c join t on t.contact_no = c.contact_no ${sql.raw(joins)}
                 where c.workspace_no = ${ctx.workspaceNo}::int and ${sql.raw(reason)} is null) as reachable,
               (select count(*) from t where t.contact_no not in (${members})) as entering,
               (select count(*) from (${members}) m where m.contact_no not in (select contact_no from t)) as leaving`,
      ctx.signal,
    );
    return {
      count: Number(row?.people),
      reachable: [{ channel: "email", count: Number(row?.reachable) }],
      change: saved === null ? null : { entering: Number(row?.entering), leaving: Number(row?.leaving) },
    };
  },
});

/** People whom exactly one row keeps out, and which. `from` begins among the people at that share of them, for another draw. */
export const nearMissesOf = defineQuery({
  name: "segment.near-misses",
  permission: "segment:write",
  input: z.object({
    condition: conditionSchema,
    limit: z.number().int().min(1).max(20).default(5),
    from: z.number().min(0).max(1).default(0),
  }),
  async run(ctx, input, tx): Promise<NearMiss[]> {
    const { condition, vocabulary, ...workspace } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const scope = { ...workspace, now: ctx.now };
    const [last] = await tx.execute<{ no: string | null }>(
      sql`select max(contact_no) as no from contacts where workspace_no = ${ctx.workspaceNo}::int`,
    );
    const from = Math.floor(Number(last?.no ?? 0) * input.from);
    const found = await findNearMisses(condition, scope, { limit: input.limit, from }, ctx.signal);
    const people = await membersByNumber(
      tx,
      ctx,
      found.map((miss) => miss.contactNo),
    );
    const rows = rowsOf(condition);
    const misses: NearMiss[] = [];
    for (const [index, person] of people.entries()) {
      const contact = await loadEvaluatedContact(tx, ctx.workspaceNo, parsePublicId("contact", person.contactId) ?? "");
      const decisive = (found[index]?.rows ?? []).flatMap((at) => {
        const row = rows[at];
        if (!row) return [];
        const saw = whatItSaw(row, contact, scope, vocabulary, allowed(ctx, "contact:pii"));
        return [{ at, sentence: describeCondition(row, vocabulary), saw }];
      });
      misses.push({ person, rows: decisive });
    }
    return misses;
  },
});

const MAX_COSTED = 60;

/** How the work of counting spreads over the rows, most first: what to take out of a slow rule. Nothing is executed. */
export const costsOfCondition = defineQuery({
  name: "segment.costs",
  permission: "segment:write",
  input: z.object({ condition: conditionSchema }),
  async run(ctx, input, tx): Promise<RowCost[]> {
    const { condition, vocabulary, ...workspace } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const scope = { ...workspace, now: ctx.now };
    const bare = await estimate(sql`true`, ctx.workspaceNo);
    const rows = rowsOf(condition).slice(0, MAX_COSTED);
    const costs: number[] = [];
    for (const row of rows)
      costs.push(Math.max(0, (await estimate(compileCondition(row, scope), ctx.workspaceNo)) - bare));
    const total = costs.reduce((sum, cost) => sum + cost, 0) || 1;
    return rows
      .map((row, at) => ({ at, sentence: describeCondition(row, vocabulary), share: (costs[at] ?? 0) / total }))
      .sort((a, b) => b.share - a.share);
  },
});

async function estimate(where: SQL, workspaceNo: number): Promise<number> {
  const [row] = await timed(
    sql`explain (format json) select count(*) from contacts c where c.workspace_no = ${workspaceNo}::int and ${where}`,
  );
  const plan = z.array(z.object({ Plan: z.object({ "Total Cost": z.number() }) })).parse(row?.["QUERY PLAN"]);
  return plan[0]?.Plan["Total Cost"] ?? 0;
}
