import "server-only";
import { pickLanguage } from "@/contracts/recipient-texts";
import type { RecipientLanguage } from "@/contracts/topics";
import { type Brand, brandOf } from "@/server/access";
import { findTopicText } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import { preferencesToken, preferencesUrl, readUnsubscribeToken } from "../tokens";
import { topicOfMessage } from "./unsubscribe";

export type UnsubscribePage = {
  brand: Brand;
  language: RecipientLanguage;
  isTest: boolean;
  /** The person said no to everything. */
  hasSaidNo: boolean;
  /** What the message was about; null: marketing as a whole. */
  topic: { name: string; hasSaidNo: boolean } | null;
  preferencesUrl: string;
};

/** What the unsubscribe page shows. Reads only; null for a token that is not ours. */
export async function openUnsubscribePage(
  token: string,
  wish: string | null,
  acceptLanguage: string | null,
): Promise<UnsubscribePage | null> {
  const person = readUnsubscribeToken(token);
  const sender = person ? await brandOf(person.ref.workspaceNo) : null;
  if (!person || !sender) return null;
  const { workspaceNo } = person.ref;
  const topicNo = await topicOfMessage(person);
  const sql = pipelineSql();
  const said = await sql<{ topic_no: number; state: string }[]>`
    select topic_no, state from consent_state where workspace_no = ${workspaceNo} and contact_no = ${person.contactNo}
       and channel = 'email' and topic_no in (0, ${topicNo})`;
  const [contact] = await sql<{ locale: string | null }[]>`
    select locale from contacts where workspace_no = ${workspaceNo} and contact_no = ${person.contactNo}`;
  const language = pickLanguage(wish, contact?.locale, acceptLanguage, sender.locale);
  const hasSaidNo = (no: number) => said.some((row) => row.topic_no === no && row.state === "denied");
  const topic = topicNo > 0 ? await findTopicText(workspaceNo, topicNo, language) : null;
  return {
    brand: sender.brand,
    language,
    isTest: person.isTest,
    hasSaidNo: hasSaidNo(0),
    topic: topic ? { name: topic.name, hasSaidNo: hasSaidNo(topicNo) } : null,
    preferencesUrl: preferencesUrl(preferencesToken({ workspaceNo, contactNo: person.contactNo })),
  };
}
