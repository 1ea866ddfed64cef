import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { DELIVERY_CODES } from "@/contracts/delivery";
import type { EngagementAction, EngagementCondition, EngagementWindow } from "@/contracts/documents/condition";
import { dateSpan } from "@/contracts/operators";
import type { EngagedMessage, EvaluatedContact } from "../evaluated-contact";
import { foldCase, foldOperand } from "../operators/fold";
import type { ConditionScope } from "../scope";
import { isOneOf, type KindRule, total, uuidOf } from "./form";

/** Start included, end not; whole seconds, as in the date operators (ADR 0003). */
type Span = { from: Date; to: Date } | null;

function spanOf(window: EngagementWindow, now: Date): Span {
  const second = Math.floor(now.getTime() / 1000) * 1000;
  switch (window.kind) {
    case "ever":
      return null;
    case "last":
      return { from: new Date(second - window.days * 86_400_000), to: new Date(second + 1000) };
    case "last_minutes":
      return { from: new Date(second - window.minutes * 60_000), to: new Date(second + 1000) };
    case "between": {
      const [first, last] = [dateSpan(window.from), dateSpan(window.to)];
      if (!first || !last) throw new Error("expected two date operands");
      return { from: first.from, to: last.to };
    }
  }
}

/** As seconds, because the text forms of JavaScript and Postgres part ways after the year 9999. */
const instant = (at: Date): SQL => sql`to_timestamp(${String(at.getTime() / 1000)}::float8)`;
const within = (column: SQL, span: Span): SQL =>
  span ? sql`${column} >= ${instant(span.from)} and ${column} < ${instant(span.to)}` : sql`true`;

/**
 * Person and message of each time it happened. Indexes: none leads by time; one pass over the workspace's deliveries or hits,
 * which the planner hashes once (data.md §2.2).
 */
function happenings(row: EngagementCondition, scope: ConditionScope): SQL {
  const workspace = sql`${scope.workspaceNo}::int`;
  const span = spanOf(row.window, scope.now);
  const message = sql.raw("m.contact_no, m.run_no, m.batch_no, m.seq");
  const accepted = sql`select ${message} from deliveries m
      where m.workspace_no = ${workspace} and m.status = ${DELIVERY_CODES.accepted}::int and ${within(sql.raw("m.at"), span)}
    union all
    select ${message} from delivery_events m
      where m.workspace_no = ${workspace} and m.kind = 'resolved_accepted' and ${within(sql.raw("m.at"), span)}`;
  switch (row.action) {
    case "sent":
      return accepted;
    case "received":
      return sql`select ${message} from (${accepted}) m where not exists (select 1 from delivery_events e
        where e.workspace_no = ${workspace} and e.run_no = m.run_no and e.batch_no = m.batch_no and e.seq = m.seq and e.kind = 'bounced')`;
    case "bounced":
      return sql`select ${message} from delivery_events m
        where m.workspace_no = ${workspace} and m.kind = 'bounced' and ${within(sql.raw("m.at"), span)}`;
    case "opened":
    case "clicked":
      return sql`select ${message} from message_hits m
        where m.workspace_no = ${workspace} and m.kind = ${HIT_KINDS[row.action]} and ${within(sql.raw("m.at"), span)}
          and ${row.machines ? sql`true` : sql`m.verdict = 'human'`}
          and ${row.url === undefined ? sql`true` : sql`strpos(lower(m.url collate "pg_c_utf8"), ${foldOperand(row.url)}::text) > 0`}`;
  }
}
const HIT_KINDS = { opened: "open", clicked: "click" } as const;

/** Test sends are nobody's engagement; with a campaign only its own sending counts. */
function runs({ campaign }: EngagementCondition, { workspaceNo }: ConditionScope): SQL {
  const all = sql`select r.run_no from send_runs r where r.workspace_no = ${workspaceNo}::int and r.kind = 'campaign'`;
  if (!campaign) return all;
  return sql`${all} and r.source_no = (select cm.campaign_no from campaigns cm
    where cm.workspace_no = ${workspaceNo}::int and cm.id = ${uuidOf("campaign", campaign)})`;
}

function atLeast(n: number, row: EngagementCondition, scope: ConditionScope): SQL {
  const found = sql`select h.contact_no from (${happenings(row, scope)}) h where h.run_no in (${runs(row, scope)})`;
  if (n <= 1) return isOneOf(found);
  return isOneOf(sql`${found} group by h.contact_no having count(distinct (h.run_no, h.batch_no, h.seq)) >= ${n}::int`);
}

const HAPPENED: Record<EngagementAction, (message: EngagedMessage, row: EngagementCondition, span: Span) => boolean> = {
  sent: (message, _row, span) => message.acceptedAt.some((at) => isWithin(at, span)),
  received: (message, _row, span) =>
    message.acceptedAt.some((at) => isWithin(at, span)) && message.bouncedAt.length === 0,
  bounced: (message, _row, span) => message.bouncedAt.some((at) => isWithin(at, span)),
  opened: (message, row, span) => hasHit(message, "open", row, span),
  clicked: (message, row, span) => hasHit(message, "click", row, span),
};

const isWithin = (at: Date, span: Span): boolean => span === null || (at >= span.from && at < span.to);

function hasHit(message: EngagedMessage, kind: "open" | "click", row: EngagementCondition, span: Span): boolean {
  const { url } = row;
  return message.hits.some(
    (hit) =>
      hit.kind === kind &&
      isWithin(hit.at, span) &&
      (row.machines === true || hit.human) &&
      (url === undefined || (hit.url !== null && foldCase(hit.url).includes(foldOperand(url)))),
  );
}

/** "At most n" is the opposite of "at least n + 1": whoever never got anything fits it. */
export const engagementRule: KindRule<EngagementCondition> = {
  toSql(row, scope) {
    const { op, n } = row.count;
    return total(op === "at_least" ? atLeast(n, row, scope) : sql`not (${atLeast(n + 1, row, scope)})`);
  },
  test(row, contact, scope) {
    const found = matchingMessages(row, contact, scope).length;
    return row.count.op === "at_least" ? found >= row.count.n : found <= row.count.n;
  },
};

/** The messages of one contact that a row counts. */
export function matchingMessages(
  row: EngagementCondition,
  contact: Pick<EvaluatedContact, "messages">,
  scope: ConditionScope,
): EngagedMessage[] {
  const span = spanOf(row.window, scope.now);
  return contact.messages.filter(
    (message) => (!row.campaign || message.campaign === row.campaign) && HAPPENED[row.action](message, row, span),
  );
}
