import "server-only";
import type { FieldUse } from "@/contracts/contact-fields";
import type { AttributeType } from "@/contracts/contacts";
import type { Tx } from "@/server/platform/db";

/** `next`: the type a field might get; uses say whether they would break. */
export type FieldQuestion = { keys: readonly string[]; next?: { key: string; type: AttributeType } };
export type FoundUse = FieldUse & { key: string };
export type FindFieldUses = (tx: Tx, workspaceNo: number, question: FieldQuestion) => Promise<FoundUse[]>;

const ORDER: readonly FieldUse["type"][] = ["segment", "campaign", "template", "snippet", "view"];
const finders = new Map<string, FindFieldUses>();

/** Higher domains register themselves when they load; contacts cannot import them. `domain` makes reloading harmless. */
export const registerFieldUses = (domain: string, find: FindFieldUses): void => {
  finders.set(domain, find);
};

/** Everything that names these contact fields, by field key. */
export async function usesOfFields(
  tx: Tx,
  workspaceNo: number,
  question: FieldQuestion,
): Promise<Map<string, FieldUse[]>> {
  const found = new Map<string, FieldUse[]>();
  if (question.keys.length === 0) return found;
  for (const find of finders.values())
    for (const { key, ...use } of await find(tx, workspaceNo, question))
      found.set(key, [...(found.get(key) ?? []), use]);
  for (const uses of found.values()) uses.sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
  return found;
}
