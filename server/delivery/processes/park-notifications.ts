import "server-only";
import type { ProviderNotification } from "@/server/channels";
import { pipelineSql } from "@/server/platform/db";

/** Keeps news whose message we cannot name yet; `matchParked` tries again. Returns how many. */
export async function parkNotifications(
  workspaceNo: number,
  providerNo: number,
  notifications: readonly ProviderNotification[],
): Promise<number> {
  if (notifications.length === 0) return 0;
  const sql = pipelineSql();
  await sql`
    insert into parked_notifications (workspace_no, provider_no, notification_id, provider_message_id, notification,
                                      received_at)
    select ${workspaceNo}, ${providerNo}, n.id, n.provider_message_id, n.body::jsonb, now()
      from unnest(${notifications.map((n) => n.notificationId)}::text[],
                  ${notifications.map((n) => n.providerMessageId ?? null)}::text[],
                  ${notifications.map((n) => JSON.stringify(n))}::text[]) as n(id, provider_message_id, body)
    on conflict do nothing`;
  return notifications.length;
}
