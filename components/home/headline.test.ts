import { describe, expect, it } from "vitest";
import type { CampaignStatus } from "@/contracts/campaigns";
import type { HomeCampaign } from "@/contracts/home";
import { headlineOf } from "./headline";

const campaign = (name: string, status: CampaignStatus): HomeCampaign => ({
  id: name,
  name,
  status,
  scheduledAt: null,
  launchedAt: null,
  finishedAt: null,
});
const home = (underWay: HomeCampaign[], scheduledInAll = 0, sent = true) => ({
  underWay,
  scheduledInAll,
  firstSteps: { sent, looked: false, people: false, provider: false },
});

describe("the headline of Home", () => {
  it.each([
    ["names the one campaign that goes out", home([campaign("Rye week", "active")], 3), "Rye week is sending"],
    ["counts several", home([campaign("A", "active"), campaign("B", "preparing")]), "2 campaigns are sending"],
    [
      "says what is halted beside what moves",
      home([campaign("A", "active"), campaign("Rye week", "paused")]),
      "A is sending, Rye week is paused",
    ],
    ["looks ahead when nothing moves", home([], 2), "2 campaigns go out this week"],
    ["looks ahead to one", home([], 1), "One campaign goes out this week"],
    ["is calm when nothing is due", home([]), "Nothing needs you now"],
    ["points to the first campaign before there was one", home([], 0, false), "Ready for a first campaign"],
  ])("%s", (_, given, headline) => {
    expect(headlineOf(given)).toBe(headline);
  });
});
