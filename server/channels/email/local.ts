import "server-only";
import { pipelineSql } from "@/server/platform/db";
import type { EmailProvider, Outgoing, Verdict } from "../contract";
import { cleanEmail, readableHeaders } from "./mime";

/**
 * Delivers into `local_messages`. The primary key is the message id, so a second delivery only counts up. One
 * statement: the whole batch arrives or none of it.
 */
export function createLocal(): EmailProvider {
  return {
    kind: "local",
    hasIdempotency: true,
    maxBatch: 100,
    async send(batch) {
      await store(batch);
      return batch.map(({ email }): Verdict => ({ status: "accepted", providerId: email.messageId }));
    },
    close: async () => {},
  };
}

async function store(batch: readonly Outgoing[]): Promise<void> {
  const first = batch[0];
  if (!first) return;
  const emails = batch.map(({ email }) => cleanEmail(email));
  const sql = pipelineSql();
  await sql`
    insert into local_messages (workspace_no, message_id, received_at, to_address, to_name, from_address, from_name,
                                subject, html, text, headers)
    select ${first.permit.workspaceNo}, m.id, now(), m.to_address, m.to_name, ${first.email.from.address},
           ${first.email.from.name}, m.subject, m.html, m.text, m.headers::jsonb
      from unnest(${emails.map((e) => e.messageId)}::uuid[], ${emails.map((e) => e.to.address)}::text[],
                  ${emails.map((e) => e.to.name)}::text[], ${emails.map((e) => e.subject)}::text[],
                  ${emails.map((e) => e.html)}::text[], ${emails.map((e) => e.text)}::text[],
                  ${emails.map((e) => JSON.stringify(readableHeaders(e)))}::text[])
             as m(id, to_address, to_name, subject, html, text, headers)
    on conflict (workspace_no, message_id) do update set deliveries = local_messages.deliveries + 1`;
}
