import { randomUUID } from "node:crypto";
import { pipelineSql } from "@/server/platform/db";
import type { EvaluatedContact } from "@/server/segments";

/** Stores these people as contacts 1…n of a workspace, past every check of the application. */
export async function storePeople(workspaceNo: number, people: readonly Partial<EvaluatedContact>[]): Promise<void> {
  const sql = pipelineSql();
  const rows = people.map(({ standard = {}, attributes = {} }, index) => ({
    workspace_no: workspaceNo,
    contact_no: index + 1,
    id: randomUUID(),
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
  const answers = people.flatMap(({ consent }, index) =>
    consent?.email ? [{ workspace_no: workspaceNo, contact_no: index + 1, state: consent.email }] : [],
  );
  await sql`insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
    select r.workspace_no, r.contact_no, 'email', 0, r.state, 'member', now()
      from jsonb_populate_recordset(null::consent_state, ${sql.json(answers as never)}) r`;
}
