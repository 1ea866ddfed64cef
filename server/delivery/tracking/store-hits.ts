import "server-only";
import { pipelineSql } from "@/server/platform/db";
import type { MessageRef } from "@/server/platform/message-ref";
import { metrics } from "@/server/platform/metrics";
import { classifyHit, findScannerClicks, HIT_RULE_VERSION, type MessageClick } from "../rules/classify-hit";
import { groupBy } from "../rules/group-by";
import type { Hit } from "./hit";

/** Writes hits once each (hit_id), workspace by workspace. Hits of messages that no longer exist are dropped. */
export async function storeHits(hits: Hit[]): Promise<void> {
  for (const [workspaceNo, own] of groupBy(hits, (hit) => hit.ref.workspaceNo)) {
    await insertHits(workspaceNo, own);
    await markScanners(
      workspaceNo,
      own.filter((hit) => hit.kind === "click"),
    );
  }
  for (const [kind, own] of groupBy(hits, (hit) => hit.kind))
    metrics().hits.inc({ kind, outcome: "stored" }, own.length);
}

const keyOf = (ref: Omit<MessageRef, "workspaceNo">): string => `${ref.runNo}:${ref.batchNo}:${ref.seq}`;

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
                              verdict, rule_version, user_agent, ip)
    select ${workspaceNo}, h.id, h.run_no, h.batch_no, h.seq, h.contact_no, h.kind, h.link_no, h.link_count, h.url, h.at,
           h.verdict, ${HIT_RULE_VERSION}, h.user_agent, h.ip
      from unnest(${rows.map((r) => r.hit.id)}::uuid[], ${rows.map((r) => r.hit.ref.runNo)}::int[],
                  ${rows.map((r) => r.hit.ref.batchNo)}::int[], ${rows.map((r) => r.hit.ref.seq)}::int[],
                  ${rows.map((r) => r.contactNo)}::bigint[], ${rows.map((r) => r.hit.kind)}::text[],
                  ${rows.map((r) => r.hit.linkNo)}::smallint[], ${rows.map((r) => r.hit.linkCount)}::smallint[],
                  ${rows.map((r) => r.hit.url)}::text[], ${rows.map((r) => r.hit.at)}::timestamptz[],
                  ${rows.map((r) => r.verdict)}::text[], ${rows.map((r) => r.hit.userAgent)}::text[],
                  ${rows.map((r) => r.hit.ip)}::text[])
             as h(id, run_no, batch_no, seq, contact_no, kind, link_no, link_count, url, at, verdict, user_agent, ip)
    on conflict do nothing`;
}

/** A scanner shows only in the sum of its clicks, so those of the messages just clicked are looked at together. */
async function markScanners(workspaceNo: number, clicks: Hit[]): Promise<void> {
  if (clicks.length === 0) return;
  const sql = pipelineSql();
  const rows = await sql<
    { hit_id: string; run_no: number; batch_no: number; seq: number; link_no: number; link_count: number; at: Date }[]
  >`select distinct h.hit_id, h.run_no, h.batch_no, h.seq, h.link_no, h.link_count, h.at
      from unnest(${clicks.map((h) => h.ref.runNo)}::int[], ${clicks.map((h) => h.ref.batchNo)}::int[],
                  ${clicks.map((h) => h.ref.seq)}::int[]) as m(run_no, batch_no, seq)
      join message_hits h on h.workspace_no = ${workspaceNo} and h.run_no = m.run_no and h.batch_no = m.batch_no
                         and h.seq = m.seq and h.kind = 'click' and h.link_no is not null`;
  const byMessage = groupBy(rows, (r) => keyOf({ runNo: r.run_no, batchNo: r.batch_no, seq: r.seq }));
  const scanned = [...byMessage.values()].flatMap((own) =>
    findScannerClicks(
      own.map(
        (r): MessageClick => ({ hitId: r.hit_id, linkNo: r.link_no, linkCount: r.link_count, atMs: r.at.getTime() }),
      ),
    ),
  );
  if (scanned.length > 0)
    await sql`
      update message_hits set verdict = 'machine' where workspace_no = ${workspaceNo}
         and hit_id = any (${scanned}::uuid[]) and verdict <> 'machine'`;
}
