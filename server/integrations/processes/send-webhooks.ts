import "server-only";
import { randomInt, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { WEBHOOK_TEST, type WebhookAttempt } from "@/contracts/webhooks";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { uuidv7 } from "@/server/platform/ids";
import { AddressRefused } from "@/server/platform/public-address";
import { callPublic } from "@/server/platform/public-call";
import { loadWebhook } from "../load";
import { isLongFailing, nextStep } from "../rules/retry";
import { openSigningSecret } from "../secret";

/** Longer than an exchange may last, so nobody takes up a message that is still being tried. */
const LEASE_SECONDS = 60;
const PER_ENDPOINT = 10;
const PER_ROUND = 100;
const TIMEOUT_MS = 15_000;
const LOG_KEPT = 30;

type Claimed = {
  workspace_no: number;
  webhook_no: number;
  id: string;
  body: string;
  attempts: number;
  url: string;
  secret: string;
  old_secret: string | null;
};

/**
 * Takes what is due: the claim is committed before anybody is called, and counts the attempt, so a crash costs an attempt
 * and never a message. A few of each endpoint at a time: one that hangs does not keep the others waiting,
 * nor do many of one workspace keep those of another waiting.
 */
const claimDue = (now: Date, only: { workspaceNo: number; messageId?: string } | null): Promise<Claimed[]> =>
  pipelineSql().begin(
    (tx) => tx<Claimed[]>`
      with due as (
        select m.workspace_no, m.webhook_no, m.id,
               row_number() over (partition by m.workspace_no, m.webhook_no order by m.next_at, m.id) as place,
               row_number() over (partition by m.workspace_no order by m.next_at, m.id) as turn
          from webhook_messages m
          join webhook_endpoints e on e.workspace_no = m.workspace_no and e.webhook_no = m.webhook_no
         where m.next_at <= ${now} and m.state = 'waiting' and e.disabled_at is null
           and (${only?.workspaceNo ?? null}::int is null or m.workspace_no = ${only?.workspaceNo ?? null}::int)
           and (${only?.messageId ?? null}::uuid is null or m.id = ${only?.messageId ?? null}::uuid)),
      taken as (
        select m.workspace_no, m.webhook_no, m.id from webhook_messages m
          join due d on d.workspace_no = m.workspace_no and d.webhook_no = m.webhook_no and d.id = m.id
         where d.place <= ${PER_ENDPOINT} and m.next_at <= ${now} and m.state = 'waiting'
         order by d.turn limit ${PER_ROUND} for update of m skip locked)
      update webhook_messages m
         set next_at = ${now}::timestamptz + make_interval(secs => ${LEASE_SECONDS}), attempts = m.attempts + 1
        from taken t join webhook_endpoints e on e.workspace_no = t.workspace_no and e.webhook_no = t.webhook_no
       where m.workspace_no = t.workspace_no and m.webhook_no = t.webhook_no and m.id = t.id
      returning m.workspace_no, m.webhook_no, m.id, m.body, m.attempts, e.url, e.secret_sealed as secret,
                case when e.old_secret_until > ${now} then e.old_secret_sealed end as old_secret`,
  );

/** Sends everything that is due, in rounds, until nothing is or the time is over. */
export async function sendDueWebhooks(
  only: { workspaceNo: number; messageId?: string } | null = null,
  { now = () => new Date(), maxMs = 25_000 }: { now?: () => Date; maxMs?: number } = {},
): Promise<{ sent: number }> {
  const end = performance.now() + maxMs;
  let sent = 0;
  do {
    const claimed = await claimDue(now(), only);
    if (claimed.length === 0) break;
    await Promise.all(
      claimed.map(async (message) => {
        const startedAt = now();
        await record(message, await call(message, startedAt), startedAt);
      }),
    );
    sent += claimed.length;
  } while (performance.now() < end);
  return { sent };
}

type Answer = { status: number | null; retryAfterSeconds: number | null; detail: string; durationMs: number };

async function call(message: Claimed, now: Date): Promise<Answer> {
  const id = publicId("webhookMessage", message.id);
  const secrets = [message.secret, ...(message.old_secret ? [message.old_secret] : [])].map(openSigningSecret);
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await callPublic(message.url, {
      method: "POST",
      body: message.body,
      timeoutMs: TIMEOUT_MS,
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, now, message.body)).join(" "),
      },
    });
    const asked = Number(answer.headers["retry-after"]);
    return {
      status: answer.status,
      retryAfterSeconds: Number.isFinite(asked) && asked > 0 ? asked : null,
      detail: tidy(answer.text),
      durationMs: took(),
    };
  } catch (error) {
    const detail =
      error instanceof AddressRefused ? error.message : "Nobody answered in time, or the connection failed.";
    return { status: null, retryAfterSeconds: null, detail, durationMs: took() };
  }
}

/** The first kilobyte of an answer, without what a database refuses. */
const tidy = (text: string): string => text.replaceAll("\0", "").slice(0, 1_000).toWellFormed();

/** Writes what came of an attempt. Only whoever holds the claim does: a message replayed meanwhile stays due. */
async function record(message: Claimed, answer: Answer, now: Date): Promise<void> {
  const next = nextStep(answer, message.attempts, randomInt(1_000) / 1_000);
  const attempt: WebhookAttempt = {
    at: now.toISOString(),
    status: answer.status,
    detail: answer.detail,
    durationMs: answer.durationMs,
  };
  const state = next.kind === "delivered" ? "delivered" : next.kind === "again" ? "waiting" : "dead";
  const nextAt = next.kind === "again" ? new Date(now.getTime() + next.afterMs) : null;
  await pipelineSql().begin(async (tx) => {
    await tx`
      update webhook_messages
         set state = ${state}, next_at = ${nextAt}, delivered_at = ${state === "delivered" ? now : null},
             log = (case when jsonb_array_length(log) >= ${LOG_KEPT} then log - 0 else log end) || ${tx.json([attempt])}
       where workspace_no = ${message.workspace_no} and webhook_no = ${message.webhook_no} and id = ${message.id}
         and state = 'waiting' and attempts = ${message.attempts}`;
    const [endpoint] = await tx<{ failing_since: Date | null }[]>`
      update webhook_endpoints set failing_since = ${state === "delivered" ? null : tx`coalesce(failing_since, ${now})`}
       where workspace_no = ${message.workspace_no} and webhook_no = ${message.webhook_no}
      returning failing_since`;
    const why =
      next.kind === "gone"
        ? "The receiver answered 410: it does not want to hear any more."
        : isLongFailing(endpoint?.failing_since ?? null, now)
          ? "Every call failed for three days."
          : null;
    if (why)
      await tx`
        update webhook_endpoints set disabled_at = ${now}, disabled_reason = ${why}
         where workspace_no = ${message.workspace_no} and webhook_no = ${message.webhook_no} and disabled_at is null`;
  });
}

/** Sends a test message now, once, and tells what the receiver answered. */
export const testWebhook = defineProcess({
  name: "webhook.test",
  permission: "apikey:manage",
  input: z.object({ webhookId: idOf("webhook") }),
  async run(ctx, { webhookId }) {
    const row = await inWorkspace(ctx.workspaceNo, (tx) => loadWebhook(tx, ctx.workspaceNo, webhookId));
    const id = uuidv7(ctx.now);
    const data = { webhookId: publicId("webhook", row.id) };
    const body = JSON.stringify({ type: WEBHOOK_TEST, timestamp: ctx.now.toISOString(), data });
    const [stored] = await pipelineSql()<Claimed[]>`
      with made as (
        insert into webhook_messages (workspace_no, webhook_no, id, event_id, type, body, attempts, created_at, next_at)
        values (${ctx.workspaceNo}, ${row.webhookNo}, ${id}, ${randomUUID()}, ${WEBHOOK_TEST}, ${body}, 1, ${ctx.now},
                ${ctx.now}::timestamptz + make_interval(secs => ${LEASE_SECONDS}))
        returning workspace_no, webhook_no, id, body, attempts)
      select m.*, e.url, e.secret_sealed as secret,
             case when e.old_secret_until > ${ctx.now} then e.old_secret_sealed end as old_secret
        from made m join webhook_endpoints e on e.workspace_no = m.workspace_no and e.webhook_no = m.webhook_no`;
    if (!stored) throw new Error("An insert returned no row.");
    const answer = await call(stored, ctx.now);
    await record(stored, answer, ctx.now);
    const isDelivered = nextStep(answer, 1, 0).kind === "delivered";
    return { isDelivered, status: answer.status, detail: answer.detail, durationMs: answer.durationMs };
  },
});
