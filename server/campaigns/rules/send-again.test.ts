import { describe, expect, it } from "vitest";
import { toLocal } from "@/contracts/zoned-time";
import { nameForSlot, slotAfter } from "./send-again";

describe("the slot of sending again", () => {
  const berlin = "Europe/Berlin";
  it.each([
    ["a week later", "2026-11-20T08:00:00Z", "2026-11-21T00:00:00Z", "2026-11-27T09:00"],
    ["the same time of day over the clock change", "2026-10-20T07:00:00Z", "2026-10-21T00:00:00Z", "2026-10-27T09:00"],
    ["the next one ahead when it is long ago", "2026-10-01T07:00:00Z", "2026-11-25T12:00:00Z", "2026-11-26T09:00"],
    ["never this very moment", "2026-11-18T12:00:00Z", "2026-11-25T12:00:00Z", "2026-12-02T13:00"],
  ])("is %s", (_, sent, now, local) => {
    expect(toLocal(slotAfter(new Date(sent), new Date(now), berlin), berlin)).toBe(local);
  });

  it.each([
    ["Newsletter · 14 May", "Newsletter · 3 Dec"],
    ["Newsletter · 14 May 2025", "Newsletter · 3 Dec"],
    ["Spring drop", "Spring drop · 3 Dec"],
    ["5 May", "5 May · 3 Dec"],
  ])("names “%s” as “%s”", (name, next) => {
    expect(nameForSlot(name, "2026-12-03T08:00:00Z", berlin)).toBe(next);
  });
});
