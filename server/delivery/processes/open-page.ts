import "server-only";
import { currentContactNo } from "@/server/contacts";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { type PersonToken, readUnsubscribeToken } from "../tokens";

/** The sender as the recipient knows it. */
export type Sender = { name: string; address: string | null; locale: string };
export type UnsubscribePage = { sender: Sender; isTest: boolean; hasSaidNo: boolean };

async function senderOf({ ref }: PersonToken): Promise<Sender | null> {
  const [row] = await pipelineSql()<{ name: string; postal_address: string | null; locale: string }[]>`
    select name, postal_address, locale from workspaces where workspace_no = ${ref.workspaceNo}`;
  return row ? { name: row.name, address: row.postal_address, locale: row.locale } : null;
}

/** What the unsubscribe page shows. Reads only; null for a token that is not ours. */
export async function openUnsubscribePage(token: string): Promise<UnsubscribePage | null> {
  const person = readUnsubscribeToken(token);
  const sender = person ? await senderOf(person) : null;
  if (!person || !sender) return null;
  const { workspaceNo } = person.ref;
  const contactNo = await inPipeline((tx) => currentContactNo(tx, workspaceNo, person.contactNo));
  const [row] = await pipelineSql()<{ state: string }[]>`
    select state from consent_state where workspace_no = ${workspaceNo} and contact_no = ${contactNo}
       and channel = 'email' and topic_no = 0`;
  return { sender, isTest: person.isTest, hasSaidNo: row?.state === "denied" };
}
