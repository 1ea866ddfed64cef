import { TEMPLATE_TRANSITIONS, type TemplateStatus } from "@/contracts/approvals";

export const canMove = (from: TemplateStatus, to: TemplateStatus): boolean => TEMPLATE_TRANSITIONS[from].includes(to);

const WORDS: Record<TemplateStatus, string> = {
  draft: "A draft",
  in_review: "A template that waits for approval",
  approved: "An approved template",
  archived: "An archived template",
};

/** The sentence shown when an edge does not exist. */
export const refusalOf = (from: TemplateStatus, verb: string): string => `${WORDS[from]} cannot be ${verb}.`;

/** Where a template comes back to from the archive, and where a withdrawn approval leaves it. */
export const statusOf = (template: { currentVersion: number; approvedVersion: number | null }): TemplateStatus =>
  template.approvedVersion === template.currentVersion ? "approved" : "draft";

/** Whether a launch may use an e-mail: everything the rule looks at, gathered by approval.ts. */
export type ApprovalFacts = {
  requiresApproval: boolean;
  template: { name: string; isArchived: boolean } | null;
  /** Versions of the template that are approved. */
  approvedVersions: number;
  /** The e-mail is, to the letter, one of them. */
  isApproved: boolean;
  /** Names of snippets it includes that were changed after the approval. */
  changedSnippets: readonly string[];
};

/** Why an e-mail may not be sent and what to do about it; null: it may. */
export function approvalProblem(facts: ApprovalFacts): string | null {
  if (!facts.requiresApproval) return null;
  const { template } = facts;
  if (!template) return "Only approved content may be sent here. Start over from an approved template.";
  if (template.isArchived)
    return `The template “${template.name}” is archived. Bring it back under Content, or start over from another.`;
  const [changed] = facts.changedSnippets;
  if (facts.isApproved && changed !== undefined)
    return `The snippet “${changed}” was changed after “${template.name}” was approved. Withdraw that approval under Content and approve again.`;
  if (facts.isApproved) return null;
  if (facts.approvedVersions === 0)
    return `The template “${template.name}” is not approved. Open it under Content and request approval.`;
  return `This e-mail differs from what was approved of “${template.name}”. Start over from the template, or have the change approved there.`;
}
