import { CHANNELS, type Channel } from "./channels";
import type { EngagementAction, RowCondition } from "./documents/condition";

/** Something besides a field that a row can ask about: how lists call it, and the row to start with. */
export type RowSubject = { id: string; label: string; group: string; start: () => RowCondition };

export const CHANNEL_LABELS: Record<Channel, string> = {
  email: "E-mail",
  sms: "SMS",
  push: "Push",
  in_app: "In-app",
  social: "Social",
  webhook: "Webhook",
};
export const ENGAGEMENT_LABELS: Record<EngagementAction, string> = {
  sent: "Was sent e-mails",
  received: "Received e-mails",
  opened: "Opened e-mails",
  clicked: "Clicked in e-mails",
  bounced: "E-mails bounced",
};

const engagement = (action: EngagementAction): RowSubject => ({
  id: `engagement:${action}`,
  label: ENGAGEMENT_LABELS[action],
  group: "E-mails",
  start: () => ({
    kind: "engagement",
    action,
    count: { op: "at_least", n: 1 },
    window: { kind: "last", days: 30 },
  }),
});

/** No field key has a colon, so these ids never meet one. */
export const ROW_SUBJECTS: readonly RowSubject[] = [
  { id: "tag:", label: "Tag", group: "People", start: () => ({ kind: "tag", operator: "any", tags: [] }) },
  {
    id: "segment:",
    label: "Segment",
    group: "People",
    start: () => ({ kind: "segment", operator: "in", segment: "" }),
  },
  { id: "company:", label: "Company", group: "People", start: () => ({ kind: "company", operator: "in" }) },
  {
    id: "bucket:",
    label: "Random sample",
    group: "People",
    start: () => ({ kind: "bucket", salt: "sample", from: 0, to: 1000 }),
  },
  ...(["opened", "clicked", "received", "sent", "bounced"] as const).map(engagement),
  ...CHANNELS.filter((channel) => channel !== "webhook").map((channel) => ({
    id: `consent:${channel}`,
    label: `${CHANNEL_LABELS[channel]} consent`,
    group: "Consent",
    start: (): RowCondition => ({ kind: "consent", channel, state: "granted" }),
  })),
];

/** The id under which lists show what a row asks about: a subject, or the key of a field. */
export function subjectOf(row: RowCondition): string {
  switch (row.kind) {
    case "attribute":
      return row.field;
    case "consent":
      return `consent:${row.channel}`;
    case "engagement":
      return `engagement:${row.action}`;
    case "tag":
    case "segment":
    case "company":
    case "bucket":
      return `${row.kind}:`;
  }
}
