import { conditionFaults } from "@/contracts/condition-faults";
import type { Condition } from "@/contracts/documents/condition";
import type { FieldFault } from "@/contracts/errors";
import type { Vocabulary } from "@/contracts/vocabulary";

/**
 * Why a saved rule may no longer mean what it meant: a field that is archived, gone or of another type, a tag, segment or
 * campaign that is gone. `all` knows archived fields too, so that they can be told from deleted ones.
 */
export function problemsOf(condition: Condition, usable: Vocabulary, all: Vocabulary): FieldFault[] {
  return conditionFaults(condition, usable).map((fault) => {
    const key = fault.code === "unknown_field" ? fieldAt(condition, fault.pointer) : null;
    const archived = key === null ? undefined : all.fields.get(key);
    if (!archived) return fault;
    return {
      ...fault,
      code: "archived_field",
      detail: `The field “${archived.label}” is archived. Restore it or take the row out.`,
    };
  });
}

function fieldAt(condition: Condition, pointer: string): string | null {
  let node: Condition | undefined = condition;
  for (const place of pointer.matchAll(/children\/(\d+)/g))
    node = node?.kind === "group" ? node.children[Number(place[1])] : undefined;
  return node?.kind === "attribute" ? node.field : null;
}
