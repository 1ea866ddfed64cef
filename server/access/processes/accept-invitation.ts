import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { ROLE_LABELS } from "@/contracts/access";
import { normaliseEmail } from "@/contracts/addresses";
import type { acceptInvitationSchema, InvitationOffer } from "@/contracts/members";
import { invitations, members, roles, users, workspaces } from "@/drizzle/schema/access";
import { writeAudit } from "@/server/platform/audit";
import { inPipeline, type Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { currentTraceId } from "@/server/platform/trace";
import { hashPassword } from "../hash-password";
import { hashInvitationSecret } from "../invitation-secret";
import type { Session } from "./keep-session";

const STATE_WORDS = {
  unknown: "This invitation does not exist. Ask for a new one.",
  expired: "This invitation is over. Ask for a new one.",
  accepted: "This invitation was used already. Sign in instead.",
  revoked: "This invitation was taken back.",
} as const;

async function findInvitation(tx: Tx, secret: string) {
  const [row] = await tx
    .select({ invitation: invitations, workspace: workspaces, customRole: roles.name })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.workspaceNo, invitations.workspaceNo))
    .leftJoin(roles, and(eq(roles.workspaceNo, invitations.workspaceNo), eq(roles.roleNo, invitations.roleNo)))
    .where(eq(invitations.secretHash, hashInvitationSecret(secret)))
    .for("update", { of: invitations });
  return row;
}
type Found = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

function stateOf(found: Found | undefined, now: Date): InvitationOffer["state"] {
  if (!found) return "unknown";
  const { acceptedAt, revokedAt, expiresAt } = found.invitation;
  return acceptedAt ? "accepted" : revokedAt ? "revoked" : expiresAt <= now ? "expired" : "open";
}

const userWithPassword = async (tx: Tx, email: string) => {
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, email), sql`${users.passwordHash} is not null`));
  return user;
};

/** What a link offers. Says nothing about anybody but the person it was made for. */
export async function describeInvitation(secret: string, now: Date): Promise<InvitationOffer> {
  return inPipeline(async (tx) => {
    const found = await findInvitation(tx, secret);
    const state = stateOf(found, now);
    if (state !== "open" || !found) return { state: state === "open" ? "unknown" : state };
    return {
      state,
      workspaceName: found.workspace.name,
      email: found.invitation.email,
      roleName: found.customRole ?? ROLE_LABELS[found.invitation.role],
      hasAccount: (await userWithPassword(tx, found.invitation.email)) !== undefined,
      needsSso: found.workspace.ssoEnforcedAt !== null,
    };
  });
}

/**
 * Makes the invited person a member, once. Bound to the address: somebody signed in must have it, somebody new gets an
 * account with it, and an address that has an account must sign in first. The role comes from the invitation alone.
 */
export async function acceptInvitation(
  input: z.output<typeof acceptInvitationSchema>,
  session: Session | null,
  now: Date,
): Promise<{ slug: string; email: string }> {
  const passwordHash = input.account ? await hashPassword(input.account.password) : null;
  return inPipeline(async (tx) => {
    const found = await findInvitation(tx, input.secret);
    const state = stateOf(found, now);
    if (state !== "open" || !found) throw new AppError("CONFLICT", STATE_WORDS[state === "open" ? "unknown" : state]);
    const { invitation, workspace } = found;
    if (workspace.ssoEnforcedAt && session?.ssoWorkspaceNo !== workspace.workspaceNo)
      throw new AppError("CONFLICT", `${workspace.name} asks for single sign-on. Sign in with your company's login.`);
    const userId = session
      ? sessionUser(session, invitation.email, workspace.workspaceNo)
      : await newUser(tx, invitation.email, input.account?.name, passwordHash, now);
    const memberId = await joinWorkspace(tx, invitation, userId, now);
    await tx
      .update(invitations)
      .set({ acceptedAt: now })
      .where(
        and(eq(invitations.workspaceNo, invitation.workspaceNo), eq(invitations.invitationNo, invitation.invitationNo)),
      );
    const actor = { type: "provider", name: "invitation" } as const;
    const { workspaceNo, id: workspaceId } = workspace;
    await writeAudit(tx, { workspaceNo, workspaceId, actor, now, traceId: currentTraceId() }, [
      {
        action: "member.join",
        entityType: "member",
        entityId: memberId,
        changes: { role: found.customRole ?? invitation.role, by: "invitation" },
      },
    ]);
    return { slug: workspace.slug, email: invitation.email };
  });
}

function sessionUser(session: Session, email: string, workspaceNo: number): string {
  if (normaliseEmail(session.userEmail) !== email)
    throw new AppError(
      "CONFLICT",
      `You are signed in as ${session.userEmail}, and this invitation is for another address. Sign out and open it again.`,
    );
  if (session.ssoWorkspaceNo !== null && session.ssoWorkspaceNo !== workspaceNo)
    throw new AppError(
      "CONFLICT",
      "You are signed in through another company. Sign out and open the invitation again.",
    );
  return session.userId;
}

async function newUser(
  tx: Tx,
  email: string,
  name: string | undefined,
  passwordHash: string | null,
  now: Date,
): Promise<string> {
  if (await userWithPassword(tx, email))
    throw new AppError("CONFLICT", "This address has an account already. Sign in, and open the invitation again.");
  if (!name || !passwordHash)
    throw new AppError("VALIDATION_ERROR", "account: tell us your name and choose a password.", { field: "account" });
  const id = randomUUID();
  await tx.insert(users).values({ id, email, name, passwordHash, createdAt: now, updatedAt: now });
  return id;
}

type Offered = Pick<Found["invitation"], "workspaceNo" | "role" | "roleNo">;

/** Adds a person with the role offered, or brings a removed member back with it. Returns the member's id. */
export async function joinWorkspace(tx: Tx, offered: Offered, userId: string, now: Date): Promise<string> {
  const { workspaceNo, role, roleNo } = offered;
  const [row] = await tx
    .insert(members)
    .values({
      workspaceNo,
      memberNo: await takeNumbers(tx, workspaceNo, "member"),
      id: randomUUID(),
      userId,
      role,
      roleNo,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoUpdate({
      target: [members.workspaceNo, members.userId],
      set: { role, roleNo, status: "active", updatedAt: now },
      setWhere: eq(members.status, "removed"),
    })
    .returning({ id: members.id });
  if (!row) throw new AppError("CONFLICT", "You are a member of this workspace already.");
  return row.id;
}
