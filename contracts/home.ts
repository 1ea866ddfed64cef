import type { CampaignStatus } from "./campaigns";

export type HomeCampaign = {
  id: string;
  name: string;
  status: CampaignStatus;
  /** When it goes out, while scheduled. */
  scheduledAt: string | null;
  launchedAt: string | null;
  finishedAt: string | null;
};

/** First steps of a new workspace, ticked by what happened, never by a press. Demo rows tick nothing. */
export const FIRST_STEPS = ["sent", "looked", "people", "provider"] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** What needs the members of a workspace now; every number is a count of rows at `at`. */
export type HomeOverview = {
  at: string;
  /** Campaigns that wait for an approval, oldest first, at most ten; empty for who may not give it. */
  approvals: HomeCampaign[];
  /** Not ended: preparing, sending or paused, oldest first, at most ten. */
  underWay: HomeCampaign[];
  /** Due within seven days, next first, at most ten. */
  scheduled: HomeCampaign[];
  scheduledInAll: number;
  /** The last one that ended having sent. */
  lastSent: HomeCampaign | null;
  drafts: number;
  firstSteps: Record<FirstStep, boolean>;
  demoState: "none" | "loading" | "loaded" | "removing";
};

/** `null` where the reader lacks the permission to see it. */
export type HomeCounts = {
  contacts: number | null;
  demoContacts: number | null;
  /** People a marketing e-mail would go to now: the same rules as the permit. */
  reachable: number | null;
  segments: number | null;
};
