import { can, type Permission } from "@/contracts/access";

/** The first permission in `granted` that the grantor does not hold, or null: nobody can give more than they have. */
export const excessOf = (held: readonly Permission[], granted: readonly Permission[]): Permission | null =>
  granted.find((permission) => !can(held, permission)) ?? null;

export type MemberFacts = { memberId: string; isAdmin: boolean; isActive: boolean };
export type MemberChange = "demote" | "suspend" | "remove";

/**
 * Why a member may not be changed this way, or null. A workspace always keeps one active Marketing Admin, and nobody
 * locks themselves out by suspending or removing themselves.
 */
export function refuseMemberChange(
  change: MemberChange,
  target: MemberFacts,
  actorMemberId: string | null,
  activeAdmins: number,
): string | null {
  if (target.memberId === actorMemberId && change !== "demote")
    return `You cannot ${change} yourself. Ask another Marketing Admin.`;
  if (target.isAdmin && target.isActive && activeAdmins <= 1)
    return "This is the last active Marketing Admin. Make somebody else Marketing Admin first.";
  return null;
}

/** Days without a test after which a sign-in counts as untried. */
export const SSO_TEST_DAYS = 1;

/** Why SSO cannot be enforced now, or null: it must have worked a short while ago, and somebody must be able to mend it. */
export function refuseEnforcement(facts: {
  testedAt: Date | null;
  breakGlassMembers: number;
  now: Date;
}): string | null {
  const oldest = facts.now.getTime() - SSO_TEST_DAYS * 86_400_000;
  if (!facts.testedAt || facts.testedAt.getTime() < oldest)
    return "Try the sign-in first: press Test sign-in on a connection that is on, and come back within a day.";
  if (facts.breakGlassMembers === 0)
    return "Choose a break-glass admin first: a Marketing Admin with a password who gets in when your provider is down.";
  return null;
}
