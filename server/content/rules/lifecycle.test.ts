import { describe, expect, it } from "vitest";
import { TEMPLATE_STATUSES, TEMPLATE_TRANSITIONS } from "@/contracts/approvals";
import { type ApprovalFacts, approvalProblem, canMove, statusOf } from "./lifecycle";

const ready: ApprovalFacts = {
  requiresApproval: true,
  template: { name: "Letter", isArchived: false },
  approvedVersions: 2,
  isApproved: true,
  changedSnippets: [],
};

describe("the life of a template", () => {
  it("has exactly the edges of the table, and none to itself", () => {
    for (const from of TEMPLATE_STATUSES)
      for (const to of TEMPLATE_STATUSES) {
        expect(canMove(from, to)).toBe(TEMPLATE_TRANSITIONS[from].includes(to));
        if (from === to) expect(canMove(from, to)).toBe(false);
      }
    expect(canMove("approved", "in_review")).toBe(false);
    expect(canMove("archived", "in_review")).toBe(false);
  });

  it("comes back approved only when the newest version is the approved one", () => {
    expect(statusOf({ currentVersion: 3, approvedVersion: 3 })).toBe("approved");
    expect(statusOf({ currentVersion: 4, approvedVersion: 3 })).toBe("draft");
    expect(statusOf({ currentVersion: 1, approvedVersion: null })).toBe("draft");
  });
});

describe("only approved content may be sent", () => {
  it.each<[string, Partial<ApprovalFacts>, string | null]>([
    ["nobody asks for it", { requiresApproval: false, template: null, isApproved: false }, null],
    ["the e-mail is an approved version", {}, null],
    ["it comes from no template", { template: null }, "Start over from an approved template"],
    ["the template is archived", { template: { name: "Letter", isArchived: true } }, "is archived"],
    ["nothing was approved", { approvedVersions: 0, isApproved: false }, "request approval"],
    ["a snippet in it was changed after approval", { changedSnippets: ["Footer"] }, "The snippet “Footer” was changed"],
    ["it was changed after approval", { isApproved: false }, "differs from what was approved"],
  ])("when %s", (_why, facts, said) => {
    const problem = approvalProblem({ ...ready, ...facts });
    if (said === null) expect(problem).toBeNull();
    else expect(problem).toContain(said);
  });
});
