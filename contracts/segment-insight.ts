import type { Channel } from "./channels";
import type { SegmentMember } from "./segments";

/** What a rule being written would do: how many may be written to, and who would come and go against the saved members. */
export type RuleReach = {
  count: number;
  reachable: { channel: Channel; count: number }[];
  /** Against the stored members of the saved segment; null for a new one. */
  change: { entering: number; leaving: number } | null;
};

/** Somebody outside whom one row keeps out. `rows` are the decisive rows by place, top to bottom, each as a sentence. */
export type NearMiss = { person: SegmentMember; rows: { at: number; sentence: string; saw: string }[] };

/** A rule judged for one person, part by part, with the data each row looked at. */
export type Explanation = { holds: boolean } & (
  | { kind: "group"; op: "all" | "any" | "none"; children: Explanation[] }
  | { kind: "row"; at: number; sentence: string; saw: string }
);
export type ExplainedPerson = { person: SegmentMember; holds: boolean; isMember: boolean | null; rule: Explanation };

/** The share of each row in the work of counting, by the planner's estimate. */
export type RowCost = { at: number; sentence: string; share: number };

/** Each person once, under exactly the segments they are in; largest group first. */
export type SegmentOverlap = {
  segments: { id: string; name: string; size: number; refreshedAt: string | null }[];
  intersections: { segments: string[]; people: number }[];
};
