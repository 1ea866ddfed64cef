import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { TagCondition } from "@/contracts/documents/condition";
import type { ConditionScope } from "../scope";
import { isOneOf, type KindRule, total, uuidArray } from "./form";

/** Index: contact_tags_by_tag. A tag that was deleted is nobody's. */
function holders(tags: readonly string[], { workspaceNo }: ConditionScope): SQL {
  return isOneOf(sql`select ct.contact_no from contact_tags ct where ct.workspace_no = ${workspaceNo}::int
    and ct.tag_no in (select t.tag_no from tags t where t.workspace_no = ${workspaceNo}::int and t.id = any(${uuidArray("tag", tags)}))`);
}

export const tagRule: KindRule<TagCondition> = {
  toSql({ operator, tags }, scope) {
    if (operator === "any") return total(holders(tags, scope));
    if (operator === "none") return total(sql`not (${holders(tags, scope)})`);
    const each = tags.map((tag) => holders([tag], scope));
    return total(each.length === 0 ? sql`true` : sql`(${sql.join(each, sql` and `)})`);
  },
  test({ operator, tags }, contact) {
    if (operator === "all") return tags.every((tag) => contact.tags.has(tag));
    return tags.some((tag) => contact.tags.has(tag)) === (operator === "any");
  },
};
