import { z } from "zod";
import type { ConsentSource, LedgerState } from "./consent";
import type { RecipientState, SendRunKind, SkipReason } from "./delivery";
import { idOf } from "./ids";

/** Kinds of entries, in the order of the filter. */
export const TIMELINE_TYPES = ["message", "consent", "segment", "change", "import"] as const;
export type TimelineType = (typeof TIMELINE_TYPES)[number];

export const timelineSchema = z.object({
  contactId: idOf("contact"),
  /** Left out: everything the reader may see. */
  types: z.array(z.enum(TIMELINE_TYPES)).max(TIMELINE_TYPES.length).optional(),
  /** Only what lies before this instant: jumping to a day. */
  before: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(4000).nullish(),
});

/** One thing that happened to a message, with how often. */
export const MESSAGE_STEPS = [
  "sent",
  "delivered",
  "opened",
  "clicked",
  "unsubscribed",
  "bounced",
  "complained",
] as const;
export type MessageStep = {
  kind: (typeof MESSAGE_STEPS)[number] | "delayed";
  at: string;
  times: number;
  /** A program opened or followed it, such as a privacy proxy or a scanner. */
  isMachine: boolean;
  detail: string | null;
};

type Common = {
  /** Stable for the life of the entry. */
  id: string;
  at: string;
  /** The rows behind it. */
  raw: Record<string, unknown>;
};
export type TimelineEntry = Common &
  (
    | { type: "change"; action: string; actor: string; fields: string[] }
    | {
        type: "consent";
        channel: string;
        topicNo: number;
        state: LedgerState;
        source: ConsentSource;
        evidence: string | null;
        wording: string | null;
      }
    | { type: "segment"; what: "entered" | "exited"; segmentId: string; name: string }
    | {
        type: "message";
        kind: SendRunKind;
        subject: string;
        campaign: { id: string; name: string } | null;
        state: RecipientState;
        reason: SkipReason | null;
        steps: MessageStep[];
      }
    | { type: "import"; importId: string; fileName: string; what: "created" | "updated" }
  );

export type TimelinePage = {
  data: TimelineEntry[];
  hasMore: boolean;
  nextCursor: string | null;
};
export type TimelineCounts = Record<TimelineType, number>;
