import type { Permission } from "@/contracts/access";
import type { Condition } from "@/contracts/documents/condition";
import type { PeopleSort } from "@/contracts/people";

const KINDS: Record<Exclude<Condition["kind"], "group" | "attribute">, Permission | null> = {
  consent: "consent:read",
  segment: "segment:read",
  engagement: "analytics:read",
  company: null,
  tag: null,
  bucket: null,
};
const PERSONAL = new Set(["email", "phone"]);

/**
 * What somebody needs besides contact:read to filter and sort like this: with counts of rules of one's own making, an
 * address could be guessed letter by letter, and so could what somebody said about consent.
 */
export function permissionsToFilter(condition: Condition | undefined, sort?: PeopleSort): Permission[] {
  const needed = new Set<Permission>();
  if (sort === "email") needed.add("contact:pii");
  const walk = (node: Condition): void => {
    if (node.kind === "group") node.children.forEach(walk);
    else if (node.kind === "attribute") {
      if (PERSONAL.has(node.field)) needed.add("contact:pii");
    } else {
      const permission = KINDS[node.kind];
      if (permission) needed.add(permission);
    }
  };
  if (condition) walk(condition);
  return [...needed];
}
