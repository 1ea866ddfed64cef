import "server-only";
import type { Channel } from "@/contracts/channels";
import type { Purpose } from "@/contracts/consent";
import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";

/** SQL expressions the rules speak about; aliases: `c` contacts, `cs` consent_state, `sp` suppressions. */
type Subject = { written: string; address: string };

type EligibilityRule = { reason: SkipReason; purposes: readonly Purpose[]; when: (subject: Subject) => string };

const EVERY: readonly Purpose[] = ["marketing", "transactional", "test"];
const REAL: readonly Purpose[] = ["marketing", "transactional"];
const MARKETING: readonly Purpose[] = ["marketing"];

/**
 * Who may not be written to and why, first match wins. The permit and the audience statement are both generated from
 * this table, so they cannot disagree. Marketing needs a grant; the other purposes only an address nobody suppressed.
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
  { reason: "opted_out", purposes: MARKETING, when: () => "cs.state = 'denied'" },
  { reason: "consent_pending", purposes: MARKETING, when: () => "cs.state = 'pending'" },
  // Anything that is not a grant is a no, also a state this version does not know.
  { reason: "no_consent", purposes: MARKETING, when: () => "cs.state is distinct from 'granted'" },
];

const DEMO_RULE: EligibilityRule = { reason: "demo_contact", purposes: REAL, when: () => "c.is_demo" };

export type EligibilityOptions = {
  purpose: Purpose;
  channel: Channel;
  /** True when the provider reaches real people: demo contacts are then skipped. */
  refuseDemo: boolean;
};

const CONTACT: Subject = { written: "c.email", address: "c.email_key" };

/** A CASE giving the SkipReason as text, or null for "may be written to". Constants only: nothing to bind. */
export function reasonSql(options: EligibilityOptions, subject: Subject = CONTACT): string {
  const rules = options.refuseDemo ? [...ELIGIBILITY_RULES, DEMO_RULE] : ELIGIBILITY_RULES;
  const cases = rules
    .filter((rule) => rule.purposes.includes(options.purpose))
    .map((rule) => `when ${rule.when(subject)} then '${rule.reason}'`);
  return `(case ${cases.join(" ")} end)`;
}

/** Both joins find at most one row by primary key, so they never multiply contacts. */
const joinsSql = (channel: Channel): string =>
  `left join consent_state cs on cs.workspace_no = c.workspace_no and cs.contact_no = c.contact_no
      and cs.channel = '${channel}' and cs.topic_no = 0
    left join suppressions sp on sp.workspace_no = c.workspace_no and sp.channel = '${channel}'
      and sp.address_key = c.email_key`;

/**
 * The same joins for a few thousand rows at most: LATERAL with LIMIT keeps them index look-ups. For a workspace that is
 * new to the statistics the planner expects one row and would read the whole of it for each contact.
 */
export const lookupsSql = (channel: Channel, workspaceNo: number, address: string): string =>
  `left join lateral (select state from consent_state where workspace_no = ${workspaceNo}
      and contact_no = c.contact_no and channel = '${channel}' and topic_no = 0 limit 1) cs on true
    left join lateral (select reason from suppressions where workspace_no = ${workspaceNo}
      and channel = '${channel}' and address_key = ${address} limit 1) sp on true`;

/**
 * The rules for a statement over `contacts c` (the alias must be `c`): put `joins` behind the FROM, `code` gives the
 * SKIP_CODES number and `reason` its name, both null for people who may be written to now. Text without parameters;
 * embed it with `sql.unsafe` (postgres.js) or `sql.raw` (Drizzle).
 */
export function eligibilitySql(options: EligibilityOptions): { joins: string; reason: string; code: string } {
  const reason = reasonSql(options);
  const codes = Object.entries(SKIP_CODES).map(([name, code]) => `when '${name}' then ${code}`);
  return {
    joins: joinsSql(options.channel),
    reason,
    code: `(case ${reason} ${codes.join(" ")} end)::smallint`,
  };
}
