import "server-only";
import { sql } from "drizzle-orm";
import type { ConsentCondition } from "@/contracts/documents/condition";
import { type KindRule, total, uuidOf } from "./form";

export const consentKey = ({ channel, topic }: { channel: string; topic?: string }): string =>
  topic ? `${channel} ${topic}` : channel;

/** Index: consent_state primary key; under AND the planner makes a semi-join or anti-join of it. */
export const consentRule: KindRule<ConsentCondition> = {
  toSql({ channel, topic, state }, { workspaceNo }) {
    const topicNo = topic
      ? sql`(select t.topic_no from topics t where t.workspace_no = ${workspaceNo}::int and t.id = ${uuidOf("topic", topic)})`
      : sql`0`;
    const answers = sql`exists (select 1 from consent_state cs
      where cs.workspace_no = ${workspaceNo}::int and cs.contact_no = c.contact_no
        and cs.channel = ${channel} and cs.topic_no = ${topicNo}`;
    return total(state === "none" ? sql`not ${answers})` : sql`${answers} and cs.state = ${state})`);
  },
  test: (row, contact) => (contact.consent[consentKey(row)] ?? "none") === row.state,
};
