import "server-only";
import type { Channel } from "@/contracts/channels";
import { CONFIRMED_SOURCES, type Purpose } from "@/contracts/consent";
import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";

/**
 * SQL expressions the rules speak about; aliases: `c` contacts, `cs` consent_state of the channel, `sp` suppressions,
 * `pf` contact_preferences; for a message of a topic also `ts` consent_state of the topic and `tp` topics.
 */
type Subject = { written: string; address: string };

type EligibilityRule = {
  reason: SkipReason;
  purposes: readonly Purpose[];
  when: (subject: Subject) => string;
  /** Only for messages of a topic, or only for those of none; default both. */
  of?: "topic" | "no_topic";
};

const EVERY: readonly Purpose[] = ["marketing", "transactional", "test"];
const REAL: readonly Purpose[] = ["marketing", "transactional"];
const MARKETING: readonly Purpose[] = ["marketing"];

const CONFIRMED = CONFIRMED_SOURCES.map((source) => `'${source}'`).join(", ");
/** The person chose this topic after their no to everything: the later word counts, for this topic. */
const CHOSEN_SINCE = `coalesce(ts.state = 'granted' and ts.source in (${CONFIRMED}) and ts.at > cs.at, false)`;
const TOPIC_BY_DEFAULT = "coalesce(tp.default_in and not tp.double_opt_in, false)";

/**
 * Who may not be written to and why, first match wins. The permit and the audience statement are both generated from
 * this table, so they cannot disagree. Marketing needs a grant; the other purposes only an address nobody suppressed. A topic
 * needs its own grant, or one to marketing as a whole where people are in it by default; then confirmed, if it asks so.
 */
export const ELIGIBILITY_RULES: readonly EligibilityRule[] = [
  { reason: "erased", purposes: REAL, when: () => "c.contact_no is null" },
  { reason: "no_address", purposes: EVERY, when: (s) => `nullif(btrim(${s.written}), '') is null` },
  { reason: "invalid_address", purposes: EVERY, when: (s) => `${s.address} is null` },
  { reason: "suppressed_complaint", purposes: EVERY, when: () => "sp.reason = 'complaint'" },
  { reason: "suppressed_hard_bounce", purposes: EVERY, when: () => "sp.reason = 'hard_bounce'" },
  { reason: "suppressed_manual", purposes: EVERY, when: () => "sp.reason = 'manual'" },
  { reason: "suppressed_unsubscribed", purposes: EVERY, when: () => "sp.reason = 'unsubscribed'" },
  // A reason this version does not know refuses too.
  { reason: "erased", purposes: EVERY, when: () => "sp.reason is not null" },
  { reason: "opted_out", purposes: MARKETING, of: "no_topic", when: () => "cs.state = 'denied'" },
  { reason: "opted_out", purposes: MARKETING, of: "topic", when: () => `cs.state = 'denied' and not ${CHOSEN_SINCE}` },
  { reason: "topic_denied", purposes: MARKETING, of: "topic", when: () => "ts.state = 'denied'" },
  { reason: "topic_pending", purposes: MARKETING, of: "topic", when: () => "ts.state = 'pending'" },
  { reason: "consent_pending", purposes: MARKETING, when: () => "cs.state = 'pending'" },
  {
    reason: "topic_unconfirmed",
    purposes: MARKETING,
    of: "topic",
    when: () => `ts.state = 'granted' and tp.double_opt_in and ts.source not in (${CONFIRMED})`,
  },
  {
    reason: "topic_not_granted",
    purposes: MARKETING,
    of: "topic",
    when: () => `ts.state is distinct from 'granted' and not (ts.state is null and ${TOPIC_BY_DEFAULT})`,
  },
  {
    reason: "no_consent",
    purposes: MARKETING,
    of: "topic",
    when: () => "ts.state is distinct from 'granted' and cs.state is distinct from 'granted'",
  },
  // Anything that is not a grant is a no, also a state this version does not know.
  { reason: "no_consent", purposes: MARKETING, of: "no_topic", when: () => "cs.state is distinct from 'granted'" },
  { reason: "paused", purposes: MARKETING, when: () => "pf.paused_until > now()" },
];

const DEMO_RULE: EligibilityRule = { reason: "demo_contact", purposes: REAL, when: () => "c.is_demo" };

export type EligibilityOptions = {
  purpose: Purpose;
  channel: Channel;
  /** True when the provider reaches real people: demo contacts are then skipped. */
  refuseDemo: boolean;
  /** The topic a marketing message belongs to; without one it is marketing as a whole. */
  topicNo?: number | null;
};

/** The topic as text for SQL; null for purposes that know none. */
const topicOf = ({ purpose, topicNo }: Pick<EligibilityOptions, "purpose" | "topicNo">): number | null => {
  if (purpose !== "marketing" || !topicNo) return null;
  if (!Number.isInteger(topicNo)) throw new Error("a topic number is a whole number");
  return topicNo;
};

const CONTACT: Subject = { written: "c.email", address: "c.email_key" };

/** A CASE giving the SkipReason as text, or null for "may be written to". Constants only: nothing to bind. */
export function reasonSql(options: EligibilityOptions, subject: Subject = CONTACT): string {
  const rules = options.refuseDemo ? [...ELIGIBILITY_RULES, DEMO_RULE] : ELIGIBILITY_RULES;
  const kind = topicOf(options) === null ? "no_topic" : "topic";
  const cases = rules
    .filter((rule) => rule.purposes.includes(options.purpose) && (rule.of ?? kind) === kind)
    .map((rule) => `when ${rule.when(subject)} then '${rule.reason}'`);
  return `(case ${cases.join(" ")} end)`;
}

/** Every join finds at most one row by primary key, so they never multiply contacts. */
function joinsSql(options: EligibilityOptions): string {
  const { channel } = options;
  const topicNo = topicOf(options);
  const consent = (alias: string, topic: number) =>
    `left join consent_state ${alias} on ${alias}.workspace_no = c.workspace_no and ${alias}.contact_no = c.contact_no
      and ${alias}.channel = '${channel}' and ${alias}.topic_no = ${topic}`;
  return [
    consent("cs", 0),
    `left join suppressions sp on sp.workspace_no = c.workspace_no and sp.channel = '${channel}'
      and sp.address_key = c.email_key`,
    "left join contact_preferences pf on pf.workspace_no = c.workspace_no and pf.contact_no = c.contact_no",
    ...(topicNo === null
      ? []
      : [
          consent("ts", topicNo),
          `left join topics tp on tp.workspace_no = c.workspace_no and tp.topic_no = ${topicNo}`,
        ]),
  ].join("\n    ");
}

/**
 * The same joins for a few thousand rows at most: LATERAL with LIMIT keeps them index look-ups. For a workspace that is
 * new to the statistics the planner expects one row and would read the whole of it for each contact.
 */
export function lookupsSql(options: EligibilityOptions, workspaceNo: number, address: string): string {
  const { channel } = options;
  const topicNo = topicOf(options);
  const consent = (alias: string, topic: number) =>
    `left join lateral (select state, source, at from consent_state where workspace_no = ${workspaceNo}
      and contact_no = c.contact_no and channel = '${channel}' and topic_no = ${topic} limit 1) ${alias} on true`;
  return [
    consent("cs", 0),
    `left join lateral (select reason from suppressions where workspace_no = ${workspaceNo}
      and channel = '${channel}' and address_key = ${address} limit 1) sp on true`,
    `left join lateral (select paused_until, cap_count, cap_period from contact_preferences
      where workspace_no = ${workspaceNo} and contact_no = c.contact_no limit 1) pf on true`,
    ...(topicNo === null
      ? []
      : [
          consent("ts", topicNo),
          `left join lateral (select default_in, double_opt_in from topics
      where workspace_no = ${workspaceNo} and topic_no = ${topicNo} limit 1) tp on true`,
        ]),
  ].join("\n    ");
}

/**
 * The rules for a statement over `contacts c` (the alias must be `c`): put `joins` behind the FROM, `code` gives the
 * SKIP_CODES number and `reason` its name, both null for people who may be written to now. Text without parameters;
 * embed it with `sql.unsafe` (postgres.js) or `sql.raw` (Drizzle).
 */
export function eligibilitySql(options: EligibilityOptions): { joins: string; reason: string; code: string } {
  const reason = reasonSql(options);
  const codes = Object.entries(SKIP_CODES).map(([name, code]) => `when '${name}' then ${code}`);
  return {
    joins: joinsSql(options),
    reason,
    code: `(case ${reason} ${codes.join(" ")} end)::smallint`,
  };
}
