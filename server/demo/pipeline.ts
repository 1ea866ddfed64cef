import "server-only";
import { publicId } from "@/contracts/ids";
import { tagKey } from "@/contracts/tags";
import { HIT_RULE_VERSION } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { uuidv7 } from "@/server/platform/ids";
import { DEMO_FIELDS, DEMO_TAGS, type DemoPerson, demoPerson } from "./rules/people";

// Every statement binds the workspace. Demo rows carry is_demo and leave by remove-demo.

/** Writes people `from`..`to` of the company with their consent and suppressions; doing it twice adds nothing. */
export async function insertPeople(
  workspaceNo: number,
  firstContactNo: number,
  from: number,
  to: number,
  now: Date,
): Promise<void> {
  const people = Array.from({ length: to - from }, (_, i) => ({
    no: firstContactNo + from + i,
    id: uuidv7(now),
    ...demoPerson(from + i, now),
  }));
  const column = <T>(of: (p: DemoPerson & { no: number; id: string }) => T): T[] => people.map(of);
  await pipelineSql().begin(async (sql) => {
    await sql`
      insert into contacts (workspace_no, contact_no, id, external_id, email, email_key, first_name, last_name, time_zone, locale,
                            attributes, is_demo, created_at, updated_at, last_active_at)
      select ${workspaceNo}, no, id, external_id, email, email, first_name, last_name, time_zone, locale, attributes::jsonb, true,
             created_at::timestamptz, created_at::timestamptz, last_active_at::timestamptz
        from unnest(${column((p) => p.no)}::bigint[], ${column((p) => p.id)}::uuid[], ${column((p) => p.externalId)}::text[],
                    ${column((p) => p.email)}::text[], ${column((p) => p.firstName)}::text[], ${column((p) => p.lastName)}::text[],
                    ${column((p) => p.timeZone)}::text[], ${column((p) => p.locale)}::text[], ${column((p) => JSON.stringify(p.attributes))}::text[],
                    ${column((p) => p.createdAt.toISOString())}::text[], ${column((p) => p.lastActiveAt?.toISOString() ?? null)}::text[])
             as p(no, id, external_id, email, first_name, last_name, time_zone, locale, attributes, created_at, last_active_at)
      on conflict do nothing`;
    const asked = people.filter((p) => p.consent !== "none");
    await sql`
      with said as (
        select * from unnest(${asked.map((p) => p.no)}::bigint[], ${asked.map((p) => (p.consent === "denied" ? "granted" : p.consent))}::text[],
                             ${asked.map((p) => p.createdAt.toISOString())}::text[]) as s(contact_no, state, at)
      ), kept as (
        insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
        select ${workspaceNo}, s.contact_no, 'email', 0, s.state, 'demo', s.at::timestamptz
          from said s join contacts c on c.workspace_no = ${workspaceNo} and c.contact_no = s.contact_no and c.is_demo
        on conflict do nothing returning contact_no, state, at
      )
      insert into consent_ledger (workspace_no, contact_no, channel, topic_no, state, source, wording, actor_type, at)
      select ${workspaceNo}, contact_no, 'email', 0, state, 'demo', 'Send me the weekly bake by e-mail', 'job', at from kept order by contact_no`;
    const suppressed = people.filter((p) => p.suppressed !== null);
    await sql`
      insert into suppressions (workspace_no, channel, address_key, reason, note, at, actor_type)
      select ${workspaceNo}, 'email', s.address, s.reason, 'demo', ${now}, 'job'
        from unnest(${suppressed.map((p) => p.email)}::text[], ${suppressed.map((p) => p.suppressed)}::text[]) as s(address, reason)
      on conflict do nothing`;
  });
}

export type SentCampaign = {
  workspaceNo: number;
  runNo: number;
  sentAt: Date;
  segmentNo: number;
  perMille: { open: number; machine: number; click: number };
  /** Answers hang on a person's place in the company and the campaign's, so reloading gives the same. */
  firstContactNo: number;
  index: number;
};

/**
 * A campaign of the past, as the real road would have left it: recipients in batches, skips with reasons, verdicts,
 * deliveries, bounces, opens, clicks and the people who left. Chosen by hashing the contact, so it is always the same.
 */
export async function insertSentCampaign(sent: SentCampaign): Promise<void> {
  const { workspaceNo: ws, runNo, sentAt, segmentNo } = sent;
  await pipelineSql().begin(async (sql) => {
    const [done] = await sql`select 1 from run_recipients where workspace_no = ${ws} and run_no = ${runNo} limit 1`;
    if (done) return;
    await sql`
      insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no, skip)
      select ${ws}, ${runNo}, case when skip is null then (n - 1) / 1000 + 1 else 0 end, case when skip is null then (n - 1) % 1000 else n - 1 end, contact_no, skip
        from (select contact_no, skip, row_number() over (partition by skip is null order by contact_no) as n
                from (select c.contact_no,
                             (case when cs.state is null then 3 when cs.state = 'pending' then 4 when cs.state = 'denied' then 5 end)::smallint as skip
                        from segment_members m
                        join contacts c on c.workspace_no = ${ws} and c.contact_no = m.contact_no and c.is_demo and c.created_at < ${sentAt}
                        left join consent_state cs on cs.workspace_no = ${ws} and cs.contact_no = c.contact_no and cs.channel = 'email' and cs.topic_no = 0
                       where m.workspace_no = ${ws} and m.segment_no = ${segmentNo}) judged) numbered`;
    await sql`
      insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status, provider_id)
      select ${ws}, ${runNo}, batch_no, seq, contact_no, ${sentAt}::timestamptz + (batch_no * interval '900 ms'), 1, 'demo'
        from run_recipients where workspace_no = ${ws} and run_no = ${runNo} and batch_no > 0`;
    await sql`
      insert into send_batches (workspace_no, run_no, batch_no, state, size, accepted)
      select ${ws}, ${runNo}, batch_no, 2, count(*), count(*) from run_recipients
       where workspace_no = ${ws} and run_no = ${runNo} and batch_no > 0 group by batch_no`;
    await sql`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, detail, source)
      select ${ws}, ${runNo}, r.batch_no, r.seq, r.contact_no, case when sp.address_key is null then 'delivered' else 'bounced' end,
             ${sentAt}::timestamptz + interval '4 seconds', case when sp.address_key is null then null else '550 5.1.1 no such mailbox' end, 'demo'
        from run_recipients r
        join contacts c on c.workspace_no = ${ws} and c.contact_no = r.contact_no
        left join suppressions sp on sp.workspace_no = ${ws} and sp.channel = 'email' and sp.address_key = c.email_key and sp.reason = 'hard_bounce'
       where r.workspace_no = ${ws} and r.run_no = ${runNo} and r.batch_no > 0`;
    for (const [kind, verdict, share, salt] of [
      ["open", "human", sent.perMille.open, 11],
      ["open", "machine", sent.perMille.machine, 23],
      ["click", "human", sent.perMille.click, 11],
      ["click", "machine", 9, 37],
    ] as const)
      await sql`
        insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, link_no, url, at, verdict, rule_version, user_agent)
        select ${ws}, gen_random_uuid(), ${runNo}, r.batch_no, r.seq, r.contact_no, ${kind}::text, case when ${kind}::text = 'click' then 1 end,
               case when ${kind}::text = 'click' then 'https://hearth-and-crumb.example/friday' end,
               least(now(), ${sentAt}::timestamptz + case when ${verdict}::text = 'machine' then interval '6 seconds' * h.late
                 else interval '1 minute' + interval '2 days' * (h.late * h.late * h.late) end + case when ${kind}::text = 'click' then interval '40 seconds' else interval '0' end),
               ${verdict}::text, ${HIT_RULE_VERSION}::smallint,
               case when ${verdict}::text = 'machine' then 'Mozilla/5.0' else 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Safari/605.1.15' end
          from run_recipients r
         cross join lateral (select abs(hashint8extended((r.contact_no - ${sent.firstContactNo}) * 31 + ${sent.index}, ${salt})) % 1000 as roll,
                                    abs(hashint8extended((r.contact_no - ${sent.firstContactNo}) * 17 + ${sent.index}, 5)) % 1000 / 1000.0 as late) h
         where r.workspace_no = ${ws} and r.run_no = ${runNo} and r.batch_no > 0 and h.roll < ${share}`;
  });
}

/** Those who leave the company do so in answer to a campaign: ledger, state and the hit agree. */
export async function insertLeavers(
  workspaceNo: number,
  runNo: number,
  sentAt: Date,
  contactNos: number[],
): Promise<void> {
  await pipelineSql()`
    with gone as (
      select r.* from run_recipients r
       where r.workspace_no = ${workspaceNo} and r.run_no = ${runNo} and r.batch_no > 0 and r.contact_no = any(${contactNos}::bigint[])
    ), said as (
      update consent_state cs set state = 'denied', source = 'recipient_page', at = ${sentAt}::timestamptz + interval '3 hours'
        from gone where cs.workspace_no = ${workspaceNo} and cs.contact_no = gone.contact_no and cs.channel = 'email' and cs.topic_no = 0
         and cs.state = 'granted'
      returning cs.contact_no, cs.at
    ), ledger as (
      insert into consent_ledger (workspace_no, contact_no, channel, topic_no, state, source, actor_type, at)
      select ${workspaceNo}, contact_no, 'email', 0, 'denied', 'recipient_page', 'recipient', at from said order by contact_no
    )
    insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, at, verdict, rule_version, user_agent)
    select ${workspaceNo}, gen_random_uuid(), ${runNo}, gone.batch_no, gone.seq, gone.contact_no, 'unsubscribe', said.at, 'human', ${HIT_RULE_VERSION}::smallint, 'demo'
      from gone join said using (contact_no)`;
}

/** Takes every demo row away. Ledger and audit rows stay: they are append-only for everybody. */
export async function deleteDemoRows(workspaceNo: number): Promise<void> {
  await pipelineSql().begin(async (sql) => {
    const runs = sql`(select run_no from campaigns where workspace_no = ${workspaceNo} and is_demo = 1 and run_no is not null)`;
    for (const table of [
      "message_hits",
      "delivery_events",
      "deliveries",
      "send_chunks",
      "send_batches",
      "run_recipients",
      "send_runs",
    ])
      await sql`delete from ${sql(table)} where workspace_no = ${workspaceNo} and run_no in ${runs}`;
    await sql`delete from campaigns where workspace_no = ${workspaceNo} and is_demo = 1`;
    const demo = sql`(select contact_no from contacts where workspace_no = ${workspaceNo} and is_demo)`;
    await sql`delete from segment_members where workspace_no = ${workspaceNo} and contact_no in ${demo}`;
    await sql`delete from segment_history where workspace_no = ${workspaceNo} and contact_no in ${demo}`;
    await sql`delete from consent_state where workspace_no = ${workspaceNo} and contact_no in ${demo}`;
    await sql`delete from suppressions where workspace_no = ${workspaceNo} and note = 'demo'`;
    await sql`delete from contacts where workspace_no = ${workspaceNo} and is_demo`;
    const segments = sql`(select segment_no from segments where workspace_no = ${workspaceNo} and is_demo = 1)`;
    await sql`delete from segment_members where workspace_no = ${workspaceNo} and segment_no in ${segments}`;
    await sql`delete from segment_history where workspace_no = ${workspaceNo} and segment_no in ${segments}`;
    await sql`delete from segments where workspace_no = ${workspaceNo} and is_demo = 1`;
    const templates = sql`(select template_no from templates where workspace_no = ${workspaceNo} and is_demo = 1)`;
    await sql`delete from template_versions where workspace_no = ${workspaceNo} and template_no in ${templates}`;
    await sql`delete from templates where workspace_no = ${workspaceNo} and is_demo = 1`;
    const unused = await sql<{ id: string; tag_no: number }[]>`
      select t.id, t.tag_no from tags t
       where t.workspace_no = ${workspaceNo} and t.key = any(${DEMO_TAGS.map((tag) => tagKey(tag.name))}::text[])
         and not exists (select 1 from contact_tags c where c.workspace_no = ${workspaceNo} and c.tag_no = t.tag_no)`;
    for (const { id, tag_no } of unused)
      await sql`
        delete from tags where workspace_no = ${workspaceNo} and tag_no = ${tag_no} and not exists (
          select 1 from segments s where s.workspace_no = ${workspaceNo} and strpos(s.condition::text, ${publicId("tag", id)}) > 0)`;
    // What somebody's own e-mail includes by now is theirs.
    await sql`
      update snippets s set is_demo = 0 where s.workspace_no = ${workspaceNo} and s.is_demo = 1
         and (exists (select 1 from template_versions v where v.workspace_no = ${workspaceNo} and v.document::text like '%' || s.key || '%')
           or exists (select 1 from campaigns c where c.workspace_no = ${workspaceNo} and c.content::text like '%' || s.key || '%')
           or exists (select 1 from snippet_versions o where o.workspace_no = ${workspaceNo} and o.body::text like '%' || s.key || '%'))`;
    const snippets = sql`(select snippet_no from snippets where workspace_no = ${workspaceNo} and is_demo = 1)`;
    await sql`delete from snippet_versions where workspace_no = ${workspaceNo} and snippet_no in ${snippets}`;
    await sql`delete from snippets where workspace_no = ${workspaceNo} and is_demo = 1`;
    await sql`
      delete from contact_fields f where f.workspace_no = ${workspaceNo} and f.key = any(${DEMO_FIELDS.map((field) => field.key)}::text[])
         and not exists (select 1 from contacts c where c.workspace_no = ${workspaceNo} and c.attributes ? f.key)
         and not exists (select 1 from segments s where s.workspace_no = ${workspaceNo} and s.condition::text like '%"' || f.key || '"%')`;
  });
}
