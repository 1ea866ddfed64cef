import "server-only";
import type { ProviderNotification } from "@/server/channels";
import { addSuppression } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import { openMessageId } from "@/server/platform/message-ref";
import { type Addressed, type Located, locate } from "../locate-messages";
import { tidyNotification } from "../rules/tidy-notification";
import { storeHits } from "../tracking/store-hits";
import { parkNotifications } from "./park-notifications";
import { providerCtx } from "./suppress-bounced";
import { suppressSoftBounced } from "./suppress-soft-bounced";

export type TakenIn = { stored: number; known: number; foreign: number; parked: number };

/**
 * Takes in what a provider says about messages of one workspace. Each notification once (its id), in any order, before
 * or after our own record of the acceptance: news hangs on the recipient row, which is older than any call. Dead
 * addresses and complaints are suppressed first, so a crash in between repeats harmlessly.
 */
export async function recordNotifications(
  workspaceNo: number,
  providerNo: number,
  source: string,
  notifications: readonly ProviderNotification[],
): Promise<TakenIn> {
  const now = new Date();
  const own: Addressed[] = [];
  const nameless: ProviderNotification[] = [];
  let foreign = 0;
  for (const raw of new Map(notifications.map((n) => [n.notificationId, n])).values()) {
    const notification = tidyNotification(raw, now);
    const ref = notification.messageId === null ? null : openMessageId(notification.messageId);
    // A message id of another workspace is somebody else's, whoever signed for it.
    if (ref?.workspaceNo === workspaceNo) own.push({ notification, ref });
    else if (notification.messageId === null && notification.providerMessageId) nameless.push(notification);
    else foreign += 1;
  }
  const { found, missing } = await locate(workspaceNo, own);
  await suppressAtOnce(workspaceNo, source, found);
  const isHit = ({ notification: { kind } }: Located) => kind === "opened" || kind === "clicked";
  await storeHits(found.filter(isHit).flatMap((one) => hitOf(providerNo, one)));
  const stored = await store(workspaceNo, providerNo, source, found, isHit);
  await suppressSoftBounced(workspaceNo, source, found);
  const parked = await parkNotifications(workspaceNo, providerNo, [...missing, ...nameless]);
  return { stored, known: found.length - stored, foreign, parked };
}

async function suppressAtOnce(workspaceNo: number, source: string, found: readonly Located[]): Promise<void> {
  for (const reason of ["complaint", "hard_bounce"] as const) {
    const dead = found.filter(({ notification: { kind, isHard }, addressKey }) => {
      const isDead = kind === "bounced" && isHard;
      return addressKey !== null && (reason === "complaint" ? kind === "complained" : isDead);
    });
    const detail = dead.length === 1 ? dead[0]?.notification.detail : null;
    if (dead.length > 0)
      await addSuppression(await providerCtx(workspaceNo, source), {
        addresses: [...new Set(dead.flatMap(({ addressKey }) => addressKey ?? []))],
        channel: "email",
        reason,
        ...(detail ? { note: detail } : {}),
      });
  }
}

/** An open or click the provider saw, beside those we see ourselves: people are counted once either way. */
function hitOf(providerNo: number, { notification, ref, hitId }: Located): Parameters<typeof storeHits>[0] {
  const { kind, at, hit } = notification;
  const known = hit ?? { url: null, userAgent: null, ip: null, isMachine: false };
  return [
    {
      id: hitId(providerNo),
      kind: kind === "clicked" ? "click" : "open",
      ref,
      linkNo: null,
      linkCount: null,
      url: known.url,
      at: at.toISOString(),
      userAgent: known.userAgent,
      ip: known.ip,
      isPrefetch: known.isMachine,
    },
  ];
}

const classOf = ({ kind, isHard, isAboutMessage }: ProviderNotification) => {
  if (kind !== "bounced") return null;
  if (isHard) return "hard";
  return isAboutMessage ? "message" : "soft";
};

/**
 * Notifications and their events in one transaction; how many were new. News about a message whose outcome is unknown
 * settles it: whoever delivered, bounced or complained had accepted it.
 */
async function store(
  workspaceNo: number,
  providerNo: number,
  source: string,
  found: readonly Located[],
  isHit: (one: Located) => boolean,
): Promise<number> {
  if (found.length === 0) return 0;
  return pipelineSql().begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      insert into provider_notifications (workspace_no, provider_no, notification_id, received_at)
      select ${workspaceNo}, ${providerNo}, n.id, now()
        from unnest(${found.map(({ notification }) => notification.notificationId)}::text[]) n(id)
       order by n.id
      on conflict do nothing returning notification_id as id`;
    const fresh = new Set(rows.map(({ id }) => id));
    const events = found.filter((one) => fresh.has(one.notification.notificationId) && !isHit(one));
    const each = <T>(read: (one: Located) => T): T[] => events.map(read);
    await tx`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, bounce_class, at, detail, source)
      select ${workspaceNo}, n.run_no, n.batch_no, n.seq, n.contact_no, k.kind, case when k.ord = 2 then n.class end, n.at,
             n.detail, ${source}
        from unnest(${each((e) => e.ref.runNo)}::int[], ${each((e) => e.ref.batchNo)}::int[], ${each((e) => e.ref.seq)}::int[],
                    ${each((e) => e.contactNo)}::bigint[], ${each((e) => e.notification.kind)}::text[],
                    ${each((e) => classOf(e.notification))}::text[], ${each((e) => e.notification.at.toISOString())}::timestamptz[],
                    ${each((e) => e.notification.detail)}::text[])
               with ordinality as n(run_no, batch_no, seq, contact_no, kind, class, at, detail, ord)
        cross join lateral (values (1, 'resolved_accepted'), (2, n.kind)) as k(ord, kind)
       where k.ord = 2 or exists (select 1 from deliveries d where d.workspace_no = ${workspaceNo} and d.run_no = n.run_no
                                     and d.batch_no = n.batch_no and d.seq = n.seq and d.status = 4)
       order by n.ord, k.ord`;
    return fresh.size;
  });
}
