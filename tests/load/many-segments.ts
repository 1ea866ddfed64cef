import { randomUUID } from "node:crypto";
import type { Condition } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { pipelineSql } from "@/server/platform/db";
import { encodeCursor } from "@/server/platform/paging";
import {
  deleteSegment,
  getSegment,
  getVocabulary,
  listSegments,
  planRefresh,
  readSentence,
  refreshSegment,
  requestDueRefreshes,
} from "@/server/segments";
import { addBenchPeople, analyze, benchWorkspace } from "./people";
import { type Figure, median, percentile, repeat, timed } from "./report";

const TIMES = 20;
const PEOPLE = 20_000;
const BAR_MS = 200;

type Job = { name: string; ours: () => Promise<unknown>; bare: () => Promise<unknown>; bar?: number };

/** One workspace with ten thousand segments: what people and the schedule do with one of them must not notice the rest. */
export async function benchManySegments(count: number): Promise<Figure[]> {
  const ctx = await benchWorkspace("Many segments");
  await addBenchPeople(ctx, PEOPLE);
  const ids = await addSegments(ctx.workspaceNo, count);
  const sql = pipelineSql();
  const ws = ctx.workspaceNo;
  await addCampaigns(ws, ids);
  await analyze("segments", "segment_references", "segment_sizes", "campaigns");
  const [half] = await sql<{ at: Date; id: string }[]>`
    select created_at as at, id from segments where workspace_no = ${ws} order by created_at desc offset ${count / 2} limit 1`;
  const middle = encodeCursor([half?.at.toISOString() ?? "", half?.id ?? ""]);
  const someId = publicId("segment", ids[7] ?? "");
  const row = () => sql`select * from segments where workspace_no = ${ws} and id = ${ids[7] ?? ""}`;
  const page = () => sql`select * from segments where workspace_no = ${ws} order by created_at desc, id limit 51`;
  let doomed = count - 5;
  const jobs: Job[] = [
    { name: "list, first page of 50", ours: () => listSegments(ctx, { limit: 50 }), bare: page },
    { name: "list, page in the middle", ours: () => listSegments(ctx, { limit: 50, cursor: middle }), bare: page },
    {
      name: "list, searched",
      ours: () => listSegments(ctx, { limit: 50, search: `number ${count - 3}` }),
      bare: () =>
        sql`select * from segments where workspace_no = ${ws} and name ilike ${`%number ${count - 3}%`} limit 51`,
    },
    { name: "open one", ours: () => getSegment(ctx, { segmentId: someId }), bare: row },
    { name: "words of the builder", ours: () => getVocabulary(ctx, { segments: [someId] }), bare: row },
    {
      name: "read a sentence",
      ours: () => readSentence(ctx, { text: `in Spain and in Segment number ${count - 5}` }),
      bare: row,
    },
    {
      name: "refresh one, nothing changed",
      ours: () => refreshSegment(ws, 8),
      bare: () => sql`select count(*) from contacts where workspace_no = ${ws} and attributes->>'plan' = 'Family'`,
    },
    { name: "plan of one refresh", ours: () => planRefresh(ws, 8), bare: row },
    {
      name: "delete one nothing uses",
      ours: () => {
        doomed -= 10;
        return deleteSegment(ctx, { segmentId: publicId("segment", ids[doomed] ?? "") });
      },
      bare: row,
    },
    {
      name: "refuse to delete one in use",
      ours: () => deleteSegment(ctx, { segmentId: someId }).catch(() => null),
      bare: row,
    },
  ];
  const figures: Figure[] = [];
  for (const job of jobs) figures.push(await measure(job, count));
  const asked = await timed(() => requestDueRefreshes());
  figures.push({
    job: `ask for refreshes that are due, ${count.toLocaleString("en")} segments`,
    ours: `${asked.ms.toFixed(0)} ms for ${asked.result.requested}`,
    baseline: "-",
    ratio: "-",
    bar: "≤ 5 s a minute",
    reached: asked.ms <= 5000,
    note: "at most 500 a minute, the longest overdue first",
  });
  return figures;
}

async function measure({ name, ours, bare, bar = BAR_MS }: Job, count: number): Promise<Figure> {
  await ours();
  const base = median(await repeat(TIMES, bare));
  const ms = percentile(await repeat(TIMES, ours), 95);
  return {
    job: `${name}, p95, ${count.toLocaleString("en")} segments`,
    ours: `${ms.toFixed(1)} ms`,
    baseline: `bare statement ${base.toFixed(1)} ms`,
    ratio: `${(ms / base).toFixed(1)} ×`,
    bar: `≤ ${bar} ms`,
    reached: ms <= bar,
  };
}

/** Rules about a plan, each with thirty days of sizes; every tenth is about the one before it. */
async function addSegments(ws: number, count: number): Promise<string[]> {
  const sql = pipelineSql();
  const ids = Array.from({ length: count }, () => randomUUID());
  const plan: Condition = { kind: "attribute", field: "plan", operator: "equals", value: "Family" };
  const rows = ids.map((id, at) => {
    const before = ids[at - 1];
    const condition: Condition =
      at % 10 === 9 && before ? { kind: "segment", operator: "in", segment: publicId("segment", before) } : plan;
    return { no: at + 1, id, name: `Segment number ${at}`, condition };
  });
  await sql`
    insert into segments (workspace_no, segment_no, id, name, condition, member_count, refresh_state, refreshed_at, refresh_cron, next_refresh_at, created_at)
    select ${ws}, no, id, name, condition, 0, 'done', now(), '*/5 * * * *', now() - no * interval '1 second', now() - no * interval '1 minute'
      from jsonb_to_recordset(${sql.json(rows as never)}) as r(no int, id uuid, name text, condition jsonb)`;
  await sql`
    insert into segment_references (workspace_no, segment_no, kind, named)
    select workspace_no, segment_no, case when condition->>'kind' = 'segment' then 'segment' else 'field' end,
           coalesce(condition->>'segment', condition->>'field') from segments where workspace_no = ${ws}`;
  await sql`
    insert into segment_sizes (workspace_no, segment_no, day, size)
    select workspace_no, segment_no, current_date - d, d from segments, generate_series(0, 29) d where workspace_no = ${ws}`;
  await sql`insert into workspace_counters (workspace_no, kind, last) values (${ws}, 'segment', ${count})`;
  return ids;
}

/** A thousand campaigns: the check of what names a segment goes through the unfinished ones. */
async function addCampaigns(ws: number, ids: readonly string[]): Promise<void> {
  const sql = pipelineSql();
  const rows = Array.from({ length: 1000 }, (_, at) => ({
    no: at + 1,
    audience: { include: [ids[at % 100]], exclude: [], condition: null },
  }));
  await sql`
    insert into campaigns (workspace_no, campaign_no, id, name, status, audience, content, schedule)
    select ${ws}, no, gen_random_uuid(), 'Campaign ' || no, case when no % 5 = 0 then 'draft' else 'completed' end, audience,
           '{"document":null}', '{"kind":"now"}'
      from jsonb_to_recordset(${sql.json(rows as never)}) as r(no int, audience jsonb)`;
}
