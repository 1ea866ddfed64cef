import "server-only";
import { openProvider, type ProviderNotification } from "@/server/channels";
import { addSuppression } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import { type MessageRef, openMessageId } from "@/server/platform/message-ref";
import { providerCtx } from "./suppress-bounced";

export type TakenIn = { stored: number; known: number; foreign: number };

/**
 * Takes in what a provider says about messages of one workspace: delivered, delayed, bounced, complained. Each
 * notification once (its id), before or after our own record of the acceptance: news hangs on the recipient row, which
 * is older than any call. Dead addresses and complaints are suppressed first, so a crash in between repeats harmlessly.
 */
export async function recordNotifications(
  workspaceNo: number,
  providerNo: number,
  source: string,
  notifications: readonly ProviderNotification[],
): Promise<TakenIn> {
  const taken: TakenIn = { stored: 0, known: 0, foreign: 0 };
  for (const notification of notifications) {
    const ref = notification.messageId === null ? null : openMessageId(notification.messageId);
    // A message id of another workspace is somebody else's, whoever signed for it.
    if (!ref || ref.workspaceNo !== workspaceNo) {
      taken.foreign += 1;
      continue;
    }
    const address = await addressOf(ref);
    if (address?.key && suppresses(notification))
      await addSuppression(await providerCtx(workspaceNo, source), {
        addresses: [address.key],
        channel: "email",
        reason: notification.kind === "complained" ? "complaint" : "hard_bounce",
        ...(notification.detail ? { note: notification.detail.slice(0, 500) } : {}),
      });
    if (await store(ref, providerNo, source, notification)) taken.stored += 1;
    else taken.known += 1;
  }
  return taken;
}

const suppresses = ({ kind, isHard }: ProviderNotification): boolean =>
  kind === "complained" || (kind === "bounced" && isHard);

/** Where a message went: also for a person who has gone into another contact since. */
async function addressOf(ref: MessageRef): Promise<{ key: string | null } | null> {
  const [row] = await pipelineSql()<{ key: string | null }[]>`
    select coalesce(r.to_address, c.email_key, m.snapshot #>> '{loser,emailKey}') as key
      from run_recipients r
      left join contacts c on c.workspace_no = r.workspace_no and c.contact_no = r.contact_no
      left join contact_merges m on m.workspace_no = r.workspace_no and m.loser_no = r.contact_no and m.undone_at is null
     where r.workspace_no = ${ref.workspaceNo} and r.run_no = ${ref.runNo} and r.batch_no = ${ref.batchNo}
       and r.seq = ${ref.seq}`;
  return row ?? null;
}

/**
 * The notification and its event in one transaction. News about a message whose outcome is unknown settles it: whoever
 * delivered, bounced or complained had accepted it.
 */
async function store(
  ref: MessageRef,
  providerNo: number,
  source: string,
  { notificationId, kind, at, detail }: ProviderNotification,
): Promise<boolean> {
  return pipelineSql().begin(async (tx) => {
    const fresh = await tx`
      insert into provider_notifications (workspace_no, provider_no, notification_id, received_at)
      values (${ref.workspaceNo}, ${providerNo}, ${notificationId}, now()) on conflict do nothing returning 1`;
    if (fresh.length === 0) return false;
    await tx`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, detail, source)
      select r.workspace_no, r.run_no, r.batch_no, r.seq, r.contact_no, k.kind, ${at}, ${detail}, ${source}
        from run_recipients r
        join (values (1, 'resolved_accepted'), (2, ${kind}::text)) as k(ord, kind)
          on k.ord = 2 or exists (select 1 from deliveries d where d.workspace_no = r.workspace_no and d.run_no = r.run_no
                                     and d.batch_no = r.batch_no and d.seq = r.seq and d.status = 4)
       where r.workspace_no = ${ref.workspaceNo} and r.run_no = ${ref.runNo} and r.batch_no = ${ref.batchNo}
         and r.seq = ${ref.seq}
       order by k.ord`;
    return true;
  });
}

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
  const notifications = provider.parseWebhook(headers, rawBody, now);
  return recordNotifications(row.workspace_no, row.provider_no, row.kind, notifications);
}
