import "server-only";
import { pipelineSql } from "@/server/platform/db";
import { classifyHit, HIT_RULE_VERSION } from "../rules/classify-hit";
import { keyOf, markScanners } from "../tracking/mark-scanners";

/** Messages of one transaction: all hits of a message are judged together, so a report never sees half of one. */
const MESSAGES = 1000;

/** Where the next piece begins: behind this message. */
export type RejudgeCursor = { runNo: number; batchNo: number; seq: number };
export type RejudgeProgress = { cursor: RejudgeCursor | null; judged: number; isOver: boolean };

/**
 * Asks today's rules about hits an older version judged, message by message in the order of message_hits_message. Each
 * piece is one transaction; verdicts carry their version, so starting over after a crash does nothing twice. Hits that
 * arrive meanwhile are judged by today's rules already.
 */
export async function rejudgeHits(
  workspaceNo: number,
  from: RejudgeCursor | null,
  maxMs: number,
): Promise<RejudgeProgress> {
  const until = Date.now() + maxMs;
  let cursor = from;
  let judged = 0;
  do {
    const piece = await rejudgePiece(workspaceNo, cursor);
    if (piece.last === null) return { cursor, judged, isOver: true };
    cursor = piece.last;
    judged += piece.judged;
  } while (Date.now() < until);
  return { cursor, judged, isOver: false };
}

type Stored = {
  hit_id: string;
  run_no: number;
  batch_no: number;
  seq: number;
  kind: "open" | "click" | "unsubscribe";
  user_agent: string | null;
  is_prefetch: boolean;
  at: Date;
  accepted_at: Date | null;
};

function rejudgePiece(
  workspaceNo: number,
  after: RejudgeCursor | null,
): Promise<{ last: RejudgeCursor | null; judged: number }> {
  return pipelineSql().begin(async (sql) => {
    const { runNo, batchNo, seq } = after ?? { runNo: -1, batchNo: -1, seq: -1 };
    const messages = await sql<{ run_no: number; batch_no: number; seq: number }[]>`
      select run_no, batch_no, seq from message_hits
       where workspace_no = ${workspaceNo} and (run_no, batch_no, seq) > (${runNo}::int, ${batchNo}::int, ${seq}::int)
       group by run_no, batch_no, seq having min(rule_version) < ${HIT_RULE_VERSION}
       order by run_no, batch_no, seq limit ${MESSAGES}`;
    const end = messages.at(-1);
    if (!end) return { last: null, judged: 0 };
    const places = messages.map((m) => ({ runNo: m.run_no, batchNo: m.batch_no, seq: m.seq }));
    const hits = await sql<Stored[]>`
      select h.hit_id, h.run_no, h.batch_no, h.seq, h.kind, h.user_agent, h.is_prefetch, h.at, d.at as accepted_at
        from unnest(${places.map((m) => m.runNo)}::int[], ${places.map((m) => m.batchNo)}::int[],
                    ${places.map((m) => m.seq)}::int[]) as m(run_no, batch_no, seq)
        join message_hits h on h.workspace_no = ${workspaceNo} and h.run_no = m.run_no and h.batch_no = m.batch_no
                           and h.seq = m.seq
        left join deliveries d on d.workspace_no = h.workspace_no and d.run_no = h.run_no and d.batch_no = h.batch_no
                              and d.seq = h.seq and d.status = 1
         for update of h`;
    const verdicts = hits.map((hit) =>
      classifyHit({
        kind: hit.kind,
        userAgent: hit.user_agent,
        isPrefetch: hit.is_prefetch,
        secondsSinceAccepted: hit.accepted_at ? (hit.at.getTime() - hit.accepted_at.getTime()) / 1000 : null,
      }),
    );
    await sql`
      update message_hits h set verdict = v.verdict, rule_version = ${HIT_RULE_VERSION}
        from unnest(${hits.map((hit) => hit.hit_id)}::uuid[], ${verdicts}::text[]) as v(hit_id, verdict)
       where h.workspace_no = ${workspaceNo} and h.hit_id = v.hit_id`;
    const clicked = new Set(
      hits
        .filter((hit) => hit.kind === "click")
        .map((hit) => keyOf({ runNo: hit.run_no, batchNo: hit.batch_no, seq: hit.seq })),
    );
    await markScanners(
      sql,
      workspaceNo,
      places.filter((place) => clicked.has(keyOf(place))),
    );
    return { last: { runNo: end.run_no, batchNo: end.batch_no, seq: end.seq }, judged: hits.length };
  });
}
