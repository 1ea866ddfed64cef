import "server-only";
import { restoreConsent, revokeConsent } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";
import { messageId } from "@/server/platform/message-ref";
import { currentTraceId } from "@/server/platform/trace";
import { type PersonToken, readUnsubscribeToken } from "../tokens";
import { recordHit } from "../tracking/record-hit";

export type Visitor = { userAgent: string | null; ip: string | null; isPrefetch: boolean };
/** invalid: not our token. inert: a test message, nothing was changed. done: it is in force now. */
export type UnsubscribeOutcome = "invalid" | "inert" | "done";

/**
 * What a message's link is about: the topic it was sent for (0: marketing as a whole, also when the sending is gone),
 * or everything, which the page offers afterwards.
 */
export async function topicOfMessage({ ref: { workspaceNo, runNo } }: PersonToken): Promise<number> {
  const [row] = await pipelineSql()<{ topic_no: number | null }[]>`
    select (content ->> 'topicNo')::int as topic_no from send_runs
     where workspace_no = ${workspaceNo} and run_no = ${runNo}`;
  return row?.topic_no ?? 0;
}

/**
 * The person says no. In force before this resolves, however often it is called; it needs neither the contact nor the
 * campaign to exist any longer. Throws when the database cannot take it: then nobody may be told that it worked.
 */
export async function unsubscribe(
  token: string,
  source: "recipient_one_click" | "recipient_page",
  visitor: Visitor,
  { isAll = false } = {},
): Promise<UnsubscribeOutcome> {
  const person = readUnsubscribeToken(token);
  if (!person) return "invalid";
  if (person.isTest) return "inert";
  const ctx = await recipientCtx(person.ref.workspaceNo, person.contactNo);
  if (!ctx) return "done";
  const evidence = `message ${messageId(person.ref)}`;
  const { changed } = await revokeConsent(ctx, {
    contactNo: person.contactNo,
    topicNo: isAll ? 0 : await topicOfMessage(person),
    source,
    evidence,
    ...(visitor.ip ? { ip: visitor.ip } : {}),
  });
  // The count in the report; the consent above stands without it.
  if (changed)
    await recordHit({
      ...visitor,
      kind: "unsubscribe",
      ref: person.ref,
      linkNo: null,
      linkCount: null,
      url: null,
    }).catch((error) => logger().error({ err: error }, "an unsubscribe was stored but not counted"));
  return "done";
}

/** "That was a mistake": takes back the person's own no, where there was a yes before. */
export async function undoUnsubscribe(
  token: string,
  visitor: Visitor,
  { isAll = false } = {},
): Promise<UnsubscribeOutcome> {
  const person = readUnsubscribeToken(token);
  if (!person) return "invalid";
  if (person.isTest) return "inert";
  const ctx = await recipientCtx(person.ref.workspaceNo, person.contactNo);
  if (!ctx) return "invalid";
  await restoreConsent(ctx, {
    contactNo: person.contactNo,
    topicNo: isAll ? 0 : await topicOfMessage(person),
    evidence: `message ${messageId(person.ref)}`,
    ...(visitor.ip ? { ip: visitor.ip } : {}),
  });
  return "done";
}

/** A context that may do this one thing for this one person; null when the workspace is gone. */
export async function recipientCtx(workspaceNo: number, contactNo: number): Promise<Ctx | null> {
  const [row] = await pipelineSql()<{ id: string }[]>`select id from workspaces where workspace_no = ${workspaceNo}`;
  if (!row) return null;
  const actor = { type: "recipient" as const, contactNo };
  return { workspaceNo, workspaceId: row.id, actor, now: new Date(), traceId: currentTraceId() };
}
