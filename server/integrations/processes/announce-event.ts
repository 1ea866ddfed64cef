import "server-only";
import { publicId } from "@/contracts/ids";
import { WEBHOOK_EVENTS, type WebhookEvent } from "@/contracts/webhooks";
import { pipelineSql } from "@/server/platform/db";
import { uuidv7 } from "@/server/platform/ids";

export type Announced = { id: string; name: string; at: Date; data: Record<string, unknown> & { workspaceNo: number } };

/**
 * An event becomes one message for each endpoint that asked for it. The event's id is the key, so an event that is
 * delivered to us twice is told once. Returns how many messages are new.
 */
export async function announceEvent(event: Announced): Promise<{ messages: number }> {
  if (!(event.name in WEBHOOK_EVENTS)) return { messages: 0 };
  const { workspaceNo } = event.data;
  const wanted = await pipelineSql()<{ webhook_no: number }[]>`
    select webhook_no from webhook_endpoints
     where workspace_no = ${workspaceNo} and disabled_at is null and event_types ? ${event.name}`;
  if (wanted.length === 0) return { messages: 0 };
  const data = await publicData(event.name as WebhookEvent, event.data);
  // What it is about is gone: there is nothing left to name.
  if (!data) return { messages: 0 };
  const body = JSON.stringify({ type: event.name, timestamp: event.at.toISOString(), data });
  const messages = wanted.map(({ webhook_no }) => ({ webhook_no, id: uuidv7(event.at) }));
  const rows = await pipelineSql()`
    insert into webhook_messages (workspace_no, webhook_no, id, event_id, type, body, next_at, created_at)
    select ${workspaceNo}, m.webhook_no, m.id, ${event.id}, ${event.name}, ${body}, ${event.at}, ${event.at}
      from unnest(${messages.map((m) => m.webhook_no)}::int[], ${messages.map((m) => m.id)}::uuid[]) m(webhook_no, id)
    on conflict do nothing`;
  return { messages: rows.count };
}

/** Numbers of rows never leave the server: each event's own translation to public ids. */
async function publicData(name: WebhookEvent, data: Announced["data"]): Promise<Record<string, unknown> | null> {
  const { workspaceNo } = data;
  const sql = pipelineSql();
  const idOf = async (rows: PromiseLike<{ id: string }[]>) => (await rows)[0]?.id ?? null;
  switch (name) {
    case "consent.granted":
    case "consent.revoked": {
      const id = await idOf(
        sql<{ id: string }[]>`
          select id from contacts where workspace_no = ${workspaceNo} and contact_no = ${Number(data.contactNo)}`,
      );
      return id ? { contactId: publicId("contact", id), channel: data.channel, source: data.source } : null;
    }
    case "segment.refreshed": {
      const id = await idOf(
        sql<{ id: string }[]>`
          select id from segments where workspace_no = ${workspaceNo} and segment_no = ${Number(data.segmentNo)}`,
      );
      return id ? { segmentId: publicId("segment", id), entered: data.entered, exited: data.exited } : null;
    }
    case "import.completed": {
      const id = await idOf(
        sql<{ id: string }[]>`
          select id from imports where workspace_no = ${workspaceNo} and import_no = ${Number(data.importNo)}`,
      );
      return id ? { importId: publicId("import", id) } : null;
    }
    case "sending-domain.broken":
    case "sending-domain.verified": {
      const [row] = await sql<{ id: string; domain: string }[]>`
        select id, domain from sending_domains
         where workspace_no = ${workspaceNo} and domain_no = ${Number(data.domainNo)}`;
      return row ? { domainId: publicId("sendingDomain", row.id), domain: row.domain } : null;
    }
    case "campaign.scheduled":
    case "campaign.launched":
    case "campaign.paused":
    case "campaign.resumed":
    case "campaign.terminated":
    case "campaign.completed": {
      const [row] = await sql<{ id: string; name: string }[]>`
        select id, name from campaigns where workspace_no = ${workspaceNo} and campaign_no = ${Number(data.campaignNo)}`;
      return row ? { campaignId: publicId("campaign", row.id), name: row.name } : null;
    }
  }
}
