import "server-only";
import { sql } from "drizzle-orm";
import type { ConsentCondition } from "@/contracts/documents/condition";
import { type KindRule, total } from "./form";

export const consentKey = ({ channel, topic }: Pick<ConsentCondition, "channel" | "topic">): string =>
  topic ? `${channel} ${topic}` : channel;

/** Index: consent_state primary key; under AND the planner makes a semi-join or anti-join of it. */
export const consentRule: KindRule<ConsentCondition> = {
  toSql({ channel, state }, { workspaceNo }) {
    const answers = sql`exists (select 1 from consent_state cs
      where cs.workspace_no = ${workspaceNo}::int and cs.contact_no = c.contact_no
        and cs.channel = ${channel} and cs.topic_no = 0`;
    return total(state === "none" ? sql`not ${answers})` : sql`${answers} and cs.state = ${state})`);
  },
  test: (row, contact) => (contact.consent[consentKey(row)] ?? "none") === row.state,
};
