import "server-only";
import { pipelineSql } from "@/server/platform/db";
import { metrics } from "@/server/platform/metrics";
import { classifyHit, HIT_RULE_VERSION } from "../rules/classify-hit";
import { groupBy } from "../rules/group-by";
import type { Hit } from "./hit";
import { keyOf, markScanners } from "./mark-scanners";

/** Writes hits once each (hit_id), workspace by workspace. Hits of messages that no longer exist are dropped. */
export async function storeHits(hits: Hit[]): Promise<void> {
  for (const [workspaceNo, own] of groupBy(hits, (hit) => hit.ref.workspaceNo)) {
    await insertHits(workspaceNo, own);
    await markScanners(
      pipelineSql(),
      workspaceNo,
      own.filter((hit) => hit.kind === "click").map((hit) => hit.ref),
    );
  }
  for (const [kind, own] of groupBy(hits, (hit) => hit.kind))
    metrics().hits.inc({ kind, outcome: "stored" }, own.length);
}

async function insertHits(workspaceNo: number, hits: Hit[]): Promise<void> {
  const sql = pipelineSql();
  const known = await sql<
    { run_no: number; batch_no: number; seq: number; contact_no: string; accepted_at: Date | null }[]
  >`
    select r.run_no, r.batch_no, r.seq, r.contact_no, d.at as accepted_at
      from (select distinct run_no, batch_no, seq
              from unnest(${hits.map((h) => h.ref.runNo)}::int[], ${hits.map((h) => h.ref.batchNo)}::int[],
                          ${hits.map((h) => h.ref.seq)}::int[]) as h(run_no, batch_no, seq)) h
      join run_recipients r on r.workspace_no = ${workspaceNo} and r.run_no = h.run_no and r.batch_no = h.batch_no
                           and r.seq = h.seq
      left join deliveries d on d.workspace_no = ${workspaceNo} and d.run_no = r.run_no and d.batch_no = r.batch_no
                            and d.seq = r.seq and d.status = 1`;
  const messages = new Map(known.map((m) => [keyOf({ runNo: m.run_no, batchNo: m.batch_no, seq: m.seq }), m]));
  const rows = hits.flatMap((hit) => {
    const message = messages.get(keyOf(hit.ref));
    if (!message) return [];
    const secondsSinceAccepted = message.accepted_at
      ? (Date.parse(hit.at) - message.accepted_at.getTime()) / 1000
      : null;
    return [{ hit, contactNo: message.contact_no, verdict: classifyHit({ ...hit, secondsSinceAccepted }) }];
  });
  if (rows.length === 0) return;
  await sql`
    insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, link_no, link_count, url, at,
                              verdict, rule_version, is_prefetch, user_agent, ip)
    select ${workspaceNo}, h.id, h.run_no, h.batch_no, h.seq, h.contact_no, h.kind, h.link_no, h.link_count, h.url, h.at,
           h.verdict, ${HIT_RULE_VERSION}, h.is_prefetch = 1, h.user_agent, h.ip
      from unnest(${rows.map((r) => r.hit.id)}::uuid[], ${rows.map((r) => r.hit.ref.runNo)}::int[],
                  ${rows.map((r) => r.hit.ref.batchNo)}::int[], ${rows.map((r) => r.hit.ref.seq)}::int[],
                  ${rows.map((r) => r.contactNo)}::bigint[], ${rows.map((r) => r.hit.kind)}::text[],
                  ${rows.map((r) => r.hit.linkNo)}::smallint[], ${rows.map((r) => r.hit.linkCount)}::smallint[],
                  ${rows.map((r) => r.hit.url)}::text[], ${rows.map((r) => r.hit.at)}::timestamptz[],
                  ${rows.map((r) => r.verdict)}::text[], ${rows.map((r) => (r.hit.isPrefetch ? 1 : 0))}::smallint[], ${rows.map((r) => r.hit.userAgent)}::text[],
                  ${rows.map((r) => r.hit.ip)}::text[])
             as h(id, run_no, batch_no, seq, contact_no, kind, link_no, link_count, url, at, verdict, is_prefetch, user_agent, ip)
    on conflict do nothing`;
}
