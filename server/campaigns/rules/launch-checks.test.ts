import { describe, expect, it } from "vitest";
import { blockersOf, type LaunchFacts, launchChecks } from "./launch-checks";

const ready: LaunchFacts = {
  hasAudience: true,
  audienceProblem: null,
  waterfall: {
    matched: 100,
    steps: [{ code: "no_consent", label: "No marketing consent", people: 40 }],
    willReceive: 60,
  },
  approval: null,
  content: [{ level: "good", code: "links", message: "3 links", where: "links" }],
  topic: { name: "Recipes", isArchived: false },
  provider: { name: "SMTP", isLocal: false, fromEmail: "hello@bakery.example" },
  senderDomain: "verified",
  demoPeople: 0,
  postalAddress: "1 Mill Lane, Leeds",
  schedule: { kind: "now" },
  review: null,
  hasTimeAhead: true,
  now: new Date("2026-11-21T10:00:00Z"),
};
const weekly: LaunchFacts["schedule"] = {
  kind: "recurring",
  recurrence: { rule: { freq: "weekly", every: 1, on: [1], time: "09:00" }, from: "2026-01-01", until: "2026-02-01" },
  timeZone: "Europe/Berlin",
  atLocalTime: false,
  audience: "each_time",
  missed: "latest",
};
const codes = (facts: Partial<LaunchFacts>) => blockersOf(launchChecks({ ...ready, ...facts })).map((f) => f.code);

describe("launch checks", () => {
  it("lets a complete campaign go", () => {
    expect(codes({})).toEqual([]);
  });

  it.each<[string, Partial<LaunchFacts>, string[]]>([
    ["nobody was chosen", { hasAudience: false }, ["no_audience"]],
    ["a segment is gone", { audienceProblem: "gone" }, ["audience_broken"]],
    ["nobody matches", { waterfall: { matched: 0, steps: [], willReceive: 0 } }, ["audience_empty"]],
    ["everyone said no", { waterfall: { matched: 5, steps: [], willReceive: 0 } }, ["nobody_receives"]],
    ["there is no content", { content: null }, ["no_content"]],
    [
      "the content has a fault",
      { content: [{ level: "must", code: "no_unsubscribe", message: "x", where: "html" }] },
      ["no_unsubscribe"],
    ],
    ["the content has to be approved and is not", { approval: "Request approval." }, ["not_approved"]],
    ["the topic was archived", { topic: { name: "Recipes", isArchived: true } }, ["topic_archived"]],
    ["there is no provider", { provider: null }, ["no_provider"]],
    ["the law wants an address", { postalAddress: "  " }, ["no_postal_address"]],
    [
      "the time has passed",
      { schedule: { kind: "at", at: "2026-11-21T09:59:59Z", timeZone: "UTC" } },
      ["schedule_past"],
    ],
    [
      "the time has passed on every clock",
      { schedule: { kind: "local", local: "2026-11-20T22:00", past: "now" } },
      ["schedule_past"],
    ],
    ["it has to be approved and nobody asked", { review: "none" }, ["not_reviewed"]],
    ["it has to be approved and waits", { review: "waiting" }, ["not_reviewed"]],
    ["the rule never comes again", { schedule: weekly, hasTimeAhead: false }, ["no_time_ahead"]],
  ])("refuses when %s", (_why, facts, expected) => {
    expect(codes(facts)).toEqual(expected);
  });

  it("names every blocker at once", () => {
    expect(codes({ hasAudience: false, content: null, provider: null, postalAddress: null })).toEqual([
      "no_audience",
      "no_content",
      "no_provider",
      "no_postal_address",
    ]);
  });

  it("says that demo people get nothing from a real provider, and nothing of the kind for the Local Inbox", () => {
    const found = (isLocal: boolean) =>
      launchChecks({ ...ready, demoPeople: 3, provider: { name: "x", isLocal, fromEmail: "a@b.example" } }).some(
        (f) => f.code === "demo_people",
      );
    expect([found(false), found(true)]).toEqual([true, false]);
  });

  it.each([
    ["verified", false, false],
    ["broken", false, true],
    ["unverified", false, true],
    ["unchecked", false, true],
    [null, false, true],
    [null, true, false],
    ["broken", true, false],
  ] as const)("warns of a sender domain that is %s, with the Local Inbox: %s", (senderDomain, isLocal, isWarned) => {
    const provider = { name: "x", isLocal, fromEmail: "a@bakery.example" };
    const found = launchChecks({ ...ready, senderDomain, provider });
    expect(found.filter((f) => f.code === "sender_unverified").map((f) => f.level)).toEqual(isWarned ? ["should"] : []);
    expect(blockersOf(found)).toEqual([]);
  });
});
