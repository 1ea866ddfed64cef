import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import { companies, contactCompanies } from "@/drizzle/schema/companies";
import { consentState, topics } from "@/drizzle/schema/consent";
import { contacts, contactTags, tags } from "@/drizzle/schema/contacts";
import { segmentMembers, segments } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import type { EngagedMessage, EvaluatedCompany, EvaluatedContact } from "./evaluated-contact";
import { consentKey } from "./kinds/consent";

/** One contact with everything conditions can ask about it; NOT_FOUND for another workspace's. */
export async function loadEvaluatedContact(tx: Tx, workspaceNo: number, id: string): Promise<EvaluatedContact> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), eq(contacts.id, id)));
  if (!row) throw notFound("contact");
  const { contactNo } = row;
  return {
    id: row.id,
    standard: {
      email: row.email,
      first_name: row.firstName,
      last_name: row.lastName,
      phone: row.phone,
      external_id: row.externalId,
      time_zone: row.timeZone,
      locale: row.locale,
      created_at: row.createdAt,
      last_active_at: row.lastActiveAt,
    },
    attributes: row.attributes,
    consent: await consentOf(tx, workspaceNo, contactNo),
    tags: await tagsOf(tx, workspaceNo, contactNo),
    segments: await membershipsOf(tx, workspaceNo, contactNo),
    messages: await messagesOf(tx, workspaceNo, contactNo),
    companies: await companiesOf(tx, workspaceNo, contactNo),
  };
}

async function consentOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<EvaluatedContact["consent"]> {
  const rows = await tx
    .select({
      channel: consentState.channel,
      state: consentState.state,
      topicNo: consentState.topicNo,
      topic: topics.id,
    })
    .from(consentState)
    .leftJoin(topics, and(eq(topics.workspaceNo, consentState.workspaceNo), eq(topics.topicNo, consentState.topicNo)))
    .where(and(eq(consentState.workspaceNo, workspaceNo), eq(consentState.contactNo, contactNo)));
  return Object.fromEntries(
    rows
      .filter((row) => row.topicNo === 0 || row.topic !== null)
      .map(({ channel, state, topic }) => [
        consentKey({ channel, topic: topic ? publicId("topic", topic) : undefined }),
        state,
      ]),
  );
}

async function tagsOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<Set<string>> {
  const rows = await tx
    .select({ id: tags.id })
    .from(contactTags)
    .innerJoin(tags, and(eq(tags.workspaceNo, contactTags.workspaceNo), eq(tags.tagNo, contactTags.tagNo)))
    .where(and(eq(contactTags.workspaceNo, workspaceNo), eq(contactTags.contactNo, contactNo)));
  return new Set(rows.map((row) => publicId("tag", row.id)));
}

async function membershipsOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<Set<string>> {
  const rows = await tx
    .select({ id: segments.id })
    .from(segmentMembers)
    .innerJoin(
      segments,
      and(eq(segments.workspaceNo, segmentMembers.workspaceNo), eq(segments.segmentNo, segmentMembers.segmentNo)),
    )
    .where(and(eq(segmentMembers.workspaceNo, workspaceNo), eq(segmentMembers.contactNo, contactNo)));
  return new Set(rows.map((row) => publicId("segment", row.id)));
}

async function companiesOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<EvaluatedCompany[]> {
  const rows = await tx
    .select({ company: companies })
    .from(contactCompanies)
    .innerJoin(
      companies,
      and(eq(companies.workspaceNo, contactCompanies.workspaceNo), eq(companies.companyNo, contactCompanies.companyNo)),
    )
    .where(and(eq(contactCompanies.workspaceNo, workspaceNo), eq(contactCompanies.contactNo, contactNo)));
  return rows.map(({ company }) => ({
    id: publicId("company", company.id),
    standard: {
      name: company.name,
      domain: company.domain,
      external_id: company.externalId,
      created_at: company.createdAt,
    },
    attributes: company.attributes,
  }));
}

type MessageRow = {
  campaign: string | null;
  accepted: string[] | null;
  bounced: string[] | null;
  hits: { kind: "open" | "click"; at: string; human: boolean; url: string | null }[] | null;
};

/** The campaign messages of one contact. Indexes: run_recipients_contact, the primary keys of deliveries, *_message. */
async function messagesOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<EngagedMessage[]> {
  const rows = await tx.execute<MessageRow>(sql`
    select cm.id as campaign,
           (select jsonb_agg(a.at) from (
              select d.at from deliveries d where d.workspace_no = q.workspace_no and d.run_no = q.run_no
                and d.batch_no = q.batch_no and d.seq = q.seq and d.status = 1
              union all
              select e.at from delivery_events e where e.workspace_no = q.workspace_no and e.run_no = q.run_no
                and e.batch_no = q.batch_no and e.seq = q.seq and e.kind = 'resolved_accepted') a) as accepted,
           (select jsonb_agg(e.at) from delivery_events e where e.workspace_no = q.workspace_no and e.run_no = q.run_no
                and e.batch_no = q.batch_no and e.seq = q.seq and e.kind = 'bounced') as bounced,
           (select jsonb_agg(jsonb_build_object('kind', h.kind, 'at', h.at, 'human', h.verdict = 'human', 'url', h.url))
              from message_hits h where h.workspace_no = q.workspace_no and h.run_no = q.run_no
                and h.batch_no = q.batch_no and h.seq = q.seq and h.kind in ('open', 'click')) as hits
      from run_recipients q
      join send_runs r on r.workspace_no = q.workspace_no and r.run_no = q.run_no and r.kind = 'campaign'
      left join campaigns cm on cm.workspace_no = r.workspace_no and cm.campaign_no = r.source_no
     where q.workspace_no = ${workspaceNo}::int and q.contact_no = ${contactNo}::bigint and q.batch_no > 0`);
  const dates = (texts: readonly string[] | null) => (texts ?? []).map((text) => new Date(text));
  return rows.map((row) => ({
    campaign: row.campaign ? publicId("campaign", row.campaign) : null,
    acceptedAt: dates(row.accepted),
    bouncedAt: dates(row.bounced),
    hits: (row.hits ?? []).map((hit) => ({ ...hit, at: new Date(hit.at) })),
  }));
}
