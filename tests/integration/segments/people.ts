import { randomUUID } from "node:crypto";
import { parsePublicId } from "@/contracts/ids";
import { pipelineSql } from "@/server/platform/db";
import type { EvaluatedContact } from "@/server/segments";

/** Stores these people as contacts 1…n of a workspace, past every check of the application. */
export async function storePeople(workspaceNo: number, people: readonly Partial<EvaluatedContact>[]): Promise<void> {
  const sql = pipelineSql();
  const rows = people.map(({ id = randomUUID(), standard = {}, attributes = {} }, index) => ({
    workspace_no: workspaceNo,
    contact_no: index + 1,
    id,
    email: standard.email ?? null,
    first_name: standard.first_name ?? null,
    last_name: standard.last_name ?? null,
    phone: standard.phone ?? null,
    external_id: standard.external_id ?? null,
    time_zone: standard.time_zone ?? null,
    locale: standard.locale ?? null,
    created_at: standard.created_at ?? new Date("2026-01-01T00:00:00Z"),
    last_active_at: standard.last_active_at ?? null,
    attributes,
  }));
  await sql`insert into contacts (workspace_no, contact_no, id, email, first_name, last_name, phone, external_id, time_zone, locale, created_at, last_active_at, attributes)
    select r.workspace_no, r.contact_no, r.id, r.email, r.first_name, r.last_name, r.phone, r.external_id, r.time_zone, r.locale, r.created_at, r.last_active_at, r.attributes
      from jsonb_populate_recordset(null::contacts, ${sql.json(rows as never)}) r`;
  const answers = people.flatMap(({ consent = {} }, index) =>
    Object.entries(consent).map(([channel, state]) => ({
      workspace_no: workspaceNo,
      contact_no: index + 1,
      channel,
      state,
    })),
  );
  await sql`insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
    select r.workspace_no, r.contact_no, r.channel, 0, r.state, 'member', now()
      from jsonb_populate_recordset(null::consent_state, ${sql.json(answers as never)}) r`;
  if (people.some(({ tags }) => tags)) await storeTags(workspaceNo, people);
  if (people.some(({ segments }) => segments)) await storeMemberships(workspaceNo, people);
  if (people.some(({ messages }) => messages)) await storeMessages(workspaceNo, people);
}

type People = readonly Partial<EvaluatedContact>[];

async function storeTags(workspaceNo: number, people: People): Promise<void> {
  const sql = pipelineSql();
  const ids = [...new Set(people.flatMap(({ tags }) => [...(tags ?? [])]))];
  for (const [index, id] of ids.entries())
    await sql`insert into tags (workspace_no, tag_no, id, name, key)
      values (${workspaceNo}, ${index + 1}, ${parsePublicId("tag", id)}, ${`tag ${index}`}, ${`tag ${index}`})`;
  const held = people.flatMap(({ tags }, index) => [...(tags ?? [])].map((id) => [index + 1, ids.indexOf(id) + 1]));
  await sql`insert into contact_tags (workspace_no, contact_no, tag_no)
    select ${workspaceNo}, (r->>0)::bigint, (r->>1)::int from jsonb_array_elements(${sql.json(held)}) r`;
}

/** Segments 1…n, inactive, with these people as members. */
async function storeMemberships(workspaceNo: number, people: People): Promise<void> {
  const sql = pipelineSql();
  const ids = [...new Set(people.flatMap(({ segments }) => [...(segments ?? [])]))];
  for (const [index, id] of ids.entries())
    await sql`insert into segments (workspace_no, segment_no, id, name, condition, status)
      values (${workspaceNo}, ${index + 1}, ${parsePublicId("segment", id)}, 'S', '{"kind":"group","op":"any","children":[]}', 'inactive')`;
  const held = people.flatMap(({ segments }, index) =>
    [...(segments ?? [])].map((id) => [index + 1, ids.indexOf(id) + 1]),
  );
  await sql`insert into segment_members (workspace_no, contact_no, segment_no, entered_at)
    select ${workspaceNo}, (r->>0)::bigint, (r->>1)::int, now() from jsonb_array_elements(${sql.json(held)}) r`;
}

const TEST_RUN = 100;

/** One run per campaign, one of a campaign that is gone, and a test send to everybody that must never count. */
async function storeMessages(workspaceNo: number, people: People): Promise<void> {
  const sql = pipelineSql();
  const all = people.flatMap(({ messages = [] }, index) => messages.map((message) => ({ ...message, no: index + 1 })));
  const campaigns = [...new Set(all.map(({ campaign }) => campaign))];
  for (const [index, id] of [...campaigns.entries(), [TEST_RUN - 1, null] as const]) {
    const runNo = index + 1;
    if (id)
      await sql`insert into campaigns (workspace_no, campaign_no, id, name, status, audience, content, schedule)
        values (${workspaceNo}, ${runNo}, ${parsePublicId("campaign", id)}, 'C', 'completed', '{}', '{}', '{}')`;
    await sql`insert into send_runs (workspace_no, run_no, id, kind, source_no, launch_key, state, provider_no, content)
      values (${workspaceNo}, ${runNo}, ${randomUUID()}, ${runNo === TEST_RUN ? "test" : "campaign"}, ${runNo}, 'k', 'done', 1, '{}')`;
  }
  const tests = people.map((_, index) => ({
    no: index + 1,
    campaign: undefined,
    acceptedAt: [new Date("2026-11-21T10:00:00Z")],
    bouncedAt: [new Date("2026-11-21T10:00:00Z")],
    hits: (["open", "click"] as const).map((kind) => ({
      kind,
      at: new Date("2026-11-21T10:00:00Z"),
      human: true,
      url: "shop",
    })),
  }));
  const messages = [...all, ...tests].map((message, seq) => ({
    ...message,
    at: { workspace_no: workspaceNo, batch_no: 1, seq, contact_no: message.no },
    runNo: message.campaign === undefined ? TEST_RUN : campaigns.indexOf(message.campaign) + 1,
    // Every other acceptance was unknown at first and resolved later.
    isLate: seq % 2 === 1,
  }));
  const deliveries = messages.map(({ at, runNo, acceptedAt: [accepted], isLate }) => ({
    ...at,
    run_no: runNo,
    at: accepted ?? new Date("2026-11-21T10:00:00Z"),
    status: accepted === undefined ? 3 : isLate ? 4 : 1,
  }));
  const events = messages.flatMap(({ at, runNo, acceptedAt, bouncedAt, isLate }) => [
    ...(isLate ? acceptedAt : []).map((when) => ({ ...at, run_no: runNo, kind: "resolved_accepted", at: when })),
    ...bouncedAt.map((when) => ({ ...at, run_no: runNo, kind: "bounced", at: when })),
  ]);
  const hits = messages.flatMap(({ at, runNo, hits: found }) =>
    found.map(({ kind, at: when, human, url }) => ({
      ...at,
      run_no: runNo,
      hit_id: randomUUID(),
      kind,
      at: when,
      verdict: human ? "human" : "machine",
      url,
    })),
  );
  await sql`insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status)
    select r.workspace_no, r.run_no, r.batch_no, r.seq, r.contact_no, r.at, r.status from jsonb_populate_recordset(null::deliveries, ${sql.json(deliveries as never)}) r`;
  await sql`insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, source)
    select r.workspace_no, r.run_no, r.batch_no, r.seq, r.contact_no, r.kind, r.at, 'test' from jsonb_populate_recordset(null::delivery_events, ${sql.json(events as never)}) r`;
  await sql`insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, at, verdict, rule_version, url)
    select r.workspace_no, r.hit_id, r.run_no, r.batch_no, r.seq, r.contact_no, r.kind, r.at, r.verdict, 1, r.url from jsonb_populate_recordset(null::message_hits, ${sql.json(hits as never)}) r`;
}
