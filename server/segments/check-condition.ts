import "server-only";
import { conditionFaults } from "@/contracts/condition-faults";
import type { Condition } from "@/contracts/documents/condition";
import { type IdKind, parsePublicId, publicId } from "@/contracts/ids";
import { tagKey } from "@/contracts/tags";
import type { Vocabulary } from "@/contracts/vocabulary";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import type { ConditionWorkspace } from "./load";
import { loadVocabulary } from "./vocabulary";

export type CheckedCondition = ConditionWorkspace & { condition: Condition; vocabulary: Vocabulary };

/**
 * Refuses a condition the workspace cannot evaluate: VALIDATION_ERROR whose faults point into the tree
 * ("#/condition/children/0/value"). Returns it with tags by id, also where it named them, and what it is read in.
 */
export async function checkCondition(tx: Tx, workspaceNo: number, given: Condition): Promise<CheckedCondition> {
  const { usable } = await loadVocabulary(tx, workspaceNo, [given]);
  const condition = withTagIds(given, usable);
  const faults = conditionFaults(condition, usable, "#/condition");
  const [first] = faults;
  if (first) {
    const field = first.pointer
      .slice(2)
      .replaceAll(/\/(\d+)/g, "[$1]")
      .replaceAll("/", ".");
    throw new AppError("VALIDATION_ERROR", `${field}: ${first.detail}`, { field, reason: first.detail }, faults);
  }
  return { workspaceNo, fields: usable.fields, companyFields: usable.companyFields, condition, vocabulary: usable };
}

const asPublic = (kind: IdKind, id: string): string => {
  const uuid = parsePublicId(kind, id);
  return uuid ? publicId(kind, uuid) : id;
};

/** People and scripts write names and uuids; ids are kept, so that renaming a tag leaves rules whole. */
function withTagIds(condition: Condition, { tags }: Vocabulary): Condition {
  const ids = new Map([...tags].map(([id, name]) => [tagKey(name), id]));
  const walk = (node: Condition): Condition => {
    if (node.kind === "group") return { ...node, children: node.children.map(walk) };
    if (node.kind === "segment") return { ...node, segment: asPublic("segment", node.segment) };
    if (node.kind === "engagement" && node.campaign) return { ...node, campaign: asPublic("campaign", node.campaign) };
    if (node.kind !== "tag") return node;
    return { ...node, tags: node.tags.map((tag) => (tags.has(tag) ? tag : (ids.get(tagKey(tag.trim())) ?? tag))) };
  };
  return walk(condition);
}
