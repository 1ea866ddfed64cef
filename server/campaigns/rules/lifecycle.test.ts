import { describe, expect, it } from "vitest";
import { CAMPAIGN_STATUSES, CAMPAIGN_TRANSITIONS, type CampaignStatus } from "@/contracts/campaigns";
import { canEdit, canMove, finishedStatus } from "./lifecycle";

const ENDED: CampaignStatus[] = ["completed", "completed_with_failures", "terminated", "archived"];

describe("campaign lifecycle", () => {
  it("never leads from an ended campaign back to sending, except to retry failures", () => {
    const back = ENDED.flatMap((from) =>
      CAMPAIGN_TRANSITIONS[from]
        .filter((to) => ["preparing", "active", "scheduled"].includes(to))
        .map((to) => `${from}>${to}`),
    );
    expect(back).toEqual(["completed_with_failures>active"]);
  });

  it("lets nobody enter preparing twice: only from where nothing was sent", () => {
    const into = CAMPAIGN_STATUSES.filter((from) => canMove(from, "preparing"));
    expect(into).toEqual(["draft", "in_review", "scheduled", "paused", "failed"]);
  });

  it("reaches an archive from every ended status and from nowhere that still sends", () => {
    const into = CAMPAIGN_STATUSES.filter((from) => canMove(from, "archived"));
    expect(into).toEqual(["draft", "completed", "completed_with_failures", "terminated", "failed"]);
  });

  it("allows edits only while nothing was launched", () => {
    expect(CAMPAIGN_STATUSES.filter(canEdit)).toEqual(["draft", "in_review", "scheduled"]);
  });

  it("calls a campaign completed only when nothing failed and nothing is unknown", () => {
    expect(finishedStatus({ failed: 0, unknown: 0 })).toBe("completed");
    expect(finishedStatus({ failed: 1, unknown: 0 })).toBe("completed_with_failures");
    expect(finishedStatus({ failed: 0, unknown: 1 })).toBe("completed_with_failures");
  });
});
