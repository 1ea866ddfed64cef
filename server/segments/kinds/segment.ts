import "server-only";
import { sql } from "drizzle-orm";
import type { SegmentCondition } from "@/contracts/documents/condition";
import { isOneOf, type KindRule, total, uuidOf } from "./form";

/** By stored members (index segment_members_by_segment): a rule within a rule costs one hash, not one more evaluation. */
export const segmentRule: KindRule<SegmentCondition> = {
  toSql({ operator, segment }, { workspaceNo }) {
    const isMember =
      isOneOf(sql`select sm.contact_no from segment_members sm where sm.workspace_no = ${workspaceNo}::int
      and sm.segment_no = (select s.segment_no from segments s
        where s.workspace_no = ${workspaceNo}::int and s.id = ${uuidOf("segment", segment)})`);
    return total(operator === "in" ? isMember : sql`not (${isMember})`);
  },
  test: ({ operator, segment }, contact) => contact.segments.has(segment) === (operator === "in"),
};
