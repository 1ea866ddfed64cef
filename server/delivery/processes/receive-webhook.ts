import "server-only";
import { openProvider } from "@/server/channels";
import { pipelineSql } from "@/server/platform/db";
import { recordNotifications, type TakenIn } from "./record-notifications";

/** A webhook call: the provider by its public id, signature checked by its own rules. Null when there is no such one. */
export async function receiveWebhook(
  providerId: string,
  headers: Record<string, string>,
  rawBody: string,
  now: Date,
): Promise<TakenIn | null> {
  const [row] = await pipelineSql()<{ workspace_no: number; provider_no: number; kind: string }[]>`
    select workspace_no, provider_no, kind from providers where id = ${providerId}`;
  const provider = row ? await openProvider(row.workspace_no, row.provider_no) : null;
  if (!row || !provider?.parseWebhook) return null;
  const notifications = await provider.parseWebhook(headers, rawBody, now);
  return recordNotifications(row.workspace_no, row.provider_no, row.kind, notifications);
}
