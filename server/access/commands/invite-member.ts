import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { normaliseEmail } from "@/contracts/addresses";
import { idOf, publicId } from "@/contracts/ids";
import { INVITATION_DAYS, invitationInputSchema } from "@/contracts/members";
import { invitations, members, users } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { hashInvitationSecret, invitationLink, newInvitationSecret } from "../invitation-secret";
import { loadOpenInvitation } from "../load";
import { demandMayGrant, loadRole, permissionsOfRole } from "../roles";

const endOf = (now: Date): Date => new Date(now.getTime() + INVITATION_DAYS * 86_400_000);

/** Invites an address with a role the caller could hold. The link in the answer is the only time its secret is seen. */
export const inviteMember = defineCommand({
  name: "invitation.create",
  permission: "member:manage",
  input: invitationInputSchema,
  async run(ctx, input, tx) {
    const role = await loadRole(tx, ctx, input.role);
    demandMayGrant(ctx, role.permissions);
    const email = normaliseEmail(input.email) ?? input.email;
    // Two invitations of one address at once: the second waits here and then finds the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invite|${ctx.workspaceNo}|${email}`}, 0))`);
    await demandNotThere(tx, ctx, email);
    const id = randomUUID();
    const secret = newInvitationSecret();
    await tx.insert(invitations).values({
      workspaceNo: ctx.workspaceNo,
      invitationNo: await takeNumbers(tx, ctx.workspaceNo, "invitation"),
      id,
      email,
      role: role.role,
      roleNo: role.roleNo,
      secretHash: hashInvitationSecret(secret),
      invitedBy: actorId(ctx.actor),
      createdAt: ctx.now,
      expiresAt: endOf(ctx.now),
    });
    return {
      result: { id: publicId("invitation", id), link: invitationLink(secret) },
      audit: { action: "invitation.create", entityType: "invitation", entityId: id, changes: { role: role.name } },
      events: [],
    };
  },
});

/** Makes a new link for an open invitation and seven more days; the old link is dead. */
export const renewInvitation = defineCommand({
  name: "invitation.renew",
  permission: "member:manage",
  input: z.object({ id: idOf("invitation") }),
  async run(ctx, { id }, tx) {
    const invitation = await loadOpenInvitation(tx, ctx, id);
    demandMayGrant(ctx, await permissionsOfRole(tx, ctx, invitation));
    const secret = newInvitationSecret();
    await tx
      .update(invitations)
      .set({ secretHash: hashInvitationSecret(secret), expiresAt: endOf(ctx.now) })
      .where(and(eq(invitations.workspaceNo, ctx.workspaceNo), eq(invitations.invitationNo, invitation.invitationNo)));
    return {
      result: { id: publicId("invitation", id), link: invitationLink(secret) },
      audit: { action: "invitation.renew", entityType: "invitation", entityId: id },
      events: [],
    };
  },
});

/** Takes an open invitation back; its link says so from now on. */
export const revokeInvitation = defineCommand({
  name: "invitation.revoke",
  permission: "member:manage",
  input: z.object({ id: idOf("invitation") }),
  async run(ctx, { id }, tx) {
    const invitation = await loadOpenInvitation(tx, ctx, id);
    demandMayGrant(ctx, await permissionsOfRole(tx, ctx, invitation));
    await tx
      .update(invitations)
      .set({ revokedAt: ctx.now })
      .where(and(eq(invitations.workspaceNo, ctx.workspaceNo), eq(invitations.invitationNo, invitation.invitationNo)));
    return {
      result: { id: publicId("invitation", id) },
      audit: { action: "invitation.revoke", entityType: "invitation", entityId: id },
      events: [],
    };
  },
});

async function demandNotThere(tx: Tx, ctx: Ctx, email: string): Promise<void> {
  const [member] = await tx
    .select({ id: members.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.workspaceNo, ctx.workspaceNo),
        ne(members.status, "removed"),
        eq(sql`lower(${users.email})`, email),
      ),
    );
  if (member) throw new AppError("CONFLICT", "Somebody with this address is a member already.", { field: "email" });
  const [open] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceNo, ctx.workspaceNo),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );
  if (open)
    throw new AppError("CONFLICT", "This address has an invitation already. Make a new link for it instead.", {
      field: "email",
    });
}
