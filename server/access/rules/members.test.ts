import { describe, expect, it } from "vitest";
import { excessOf, refuseEnforcement, refuseMemberChange } from "./members";

const admin = { memberId: "a", isAdmin: true, isActive: true };
const analyst = { memberId: "b", isAdmin: false, isActive: true };

describe("changing members", () => {
  it.each([
    ["the last admin cannot be demoted", "demote", admin, "b", 1, true],
    ["one of two admins can be demoted", "demote", admin, "b", 2, false],
    ["one of two admins may demote themselves", "demote", admin, "a", 2, false],
    ["nobody removes themselves", "remove", admin, "a", 2, true],
    ["nobody suspends themselves", "suspend", analyst, "b", 2, true],
    ["the last admin cannot be removed", "remove", admin, "b", 1, true],
    ["a suspended admin does not count as the last", "remove", { ...admin, isActive: false }, "b", 1, false],
    ["an analyst can go whatever the number of admins", "remove", analyst, "a", 1, false],
  ] as const)("%s", (_name, change, target, actor, admins, isRefused) => {
    expect(refuseMemberChange(change, target, actor, admins) !== null).toBe(isRefused);
  });

  it("nobody gives more than they hold", () => {
    expect(excessOf(["contact:read", "member:manage"], ["contact:read"])).toBeNull();
    expect(excessOf(["contact:read", "member:manage"], ["contact:read", "campaign:launch"])).toBe("campaign:launch");
  });
});

describe("enforcing single sign-on", () => {
  const now = new Date("2026-11-25T12:00:00Z");
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  it.each([
    ["never tried", null, 1, true],
    ["tried two days ago", hoursAgo(48), 1, true],
    ["tried an hour ago, nobody to break the glass", hoursAgo(1), 0, true],
    ["tried an hour ago, with a break-glass admin", hoursAgo(1), 1, false],
  ])("%s", (_name, testedAt, breakGlassMembers, isRefused) => {
    expect(refuseEnforcement({ testedAt, breakGlassMembers, now }) !== null).toBe(isRefused);
  });
});
