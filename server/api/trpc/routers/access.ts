import "server-only";
import { z } from "zod";
import { setUpSchema, workspaceInputSchema } from "@/contracts/access-inputs";
import { idOf } from "@/contracts/ids";
import { acceptInvitationSchema } from "@/contracts/members";
import {
  acceptInvitation,
  addSsoDomain,
  changeMemberRole,
  changePassword,
  changePasswordInput,
  createApiKey,
  createRole,
  createSsoConnection,
  createWorkspace,
  deleteRole,
  deleteSsoConnection,
  endMemberSessions,
  endOwnSession,
  endSessionsOf,
  enforceSso,
  findSignIn,
  getBrand,
  getWorkspace,
  inviteMember,
  listApiKeys,
  listInvitations,
  listMembers,
  listRoles,
  listSessions,
  listSsoConnections,
  removeMember,
  removeSsoDomain,
  renewInvitation,
  revokeApiKey,
  revokeInvitation,
  type Session,
  setBreakGlass,
  setMemberStatus,
  setUpInstallation,
  updateBrand,
  updateRole,
  updateSsoConnection,
  updateWorkspace,
  verifySsoDomain,
} from "@/server/access";
import { checkAuditLog, getAuditCheck, listAudit } from "@/server/audit";
import { AppError } from "@/server/platform/errors";
import { mutationOf, openProcedure, procedure, queryOf, router } from "../init";

/** For the person, not for a member of some workspace: it needs a session and no permission. */
function demandSession(session: Session | null | undefined): Session {
  if (!session) throw new AppError("UNAUTHENTICATED", "Sign in to continue.");
  return session;
}

export const accessRouter = router({
  setUp: openProcedure.input(setUpSchema).mutation(async ({ ctx, input }) => {
    const { slug } = await setUpInstallation(input, ctx.now);
    return { slug };
  }),
  /** A mutation although it changes nothing: as a query the address would stand in URLs and logs. */
  findSignIn: openProcedure
    .input(z.object({ email: z.string().max(254) }))
    .mutation(({ input }) => findSignIn(input.email)),
  changePassword: openProcedure.input(changePasswordInput).mutation(async ({ ctx, input }) => {
    await changePassword(demandSession(ctx.session), input, ctx.now);
    return { ok: true as const };
  }),
  mySessions: openProcedure.query(async ({ ctx }) => ({
    data: await listSessions(demandSession(ctx.session), ctx.now),
  })),
  endMySession: openProcedure.input(z.object({ id: idOf("session") })).mutation(async ({ ctx, input }) => {
    await endOwnSession(demandSession(ctx.session), input.id, ctx.now);
    return { ok: true as const };
  }),
  endMyOtherSessions: openProcedure.mutation(async ({ ctx }) => {
    const session = demandSession(ctx.session);
    await endSessionsOf(session.userId, ctx.now, session.sessionId);
    return { ok: true as const };
  }),
  acceptInvitation: openProcedure
    .input(acceptInvitationSchema)
    .mutation(({ ctx, input }) => acceptInvitation(input, ctx.session ?? null, ctx.now)),
  createWorkspace: procedure
    .meta({ permission: "workspace:manage" })
    .input(workspaceInputSchema)
    .mutation(async ({ ctx, input }) => {
      const { slug } = await createWorkspace(ctx.ctx, input);
      return { slug };
    }),
  workspace: queryOf(getWorkspace),
  brand: queryOf(getBrand),
  updateBrand: mutationOf(updateBrand),
  updateWorkspace: mutationOf(updateWorkspace),
  members: queryOf(listMembers),
  changeMemberRole: mutationOf(changeMemberRole),
  setMemberStatus: mutationOf(setMemberStatus),
  setBreakGlass: mutationOf(setBreakGlass),
  removeMember: mutationOf(removeMember),
  endMemberSessions: mutationOf(endMemberSessions),
  invitations: queryOf(listInvitations),
  inviteMember: mutationOf(inviteMember),
  renewInvitation: mutationOf(renewInvitation),
  revokeInvitation: mutationOf(revokeInvitation),
  roles: queryOf(listRoles),
  createRole: mutationOf(createRole),
  updateRole: mutationOf(updateRole),
  deleteRole: mutationOf(deleteRole),
  enforceSso: mutationOf(enforceSso),
  apiKeys: queryOf(listApiKeys),
  createApiKey: mutationOf(createApiKey),
  revokeApiKey: mutationOf(revokeApiKey),
  ssoConnections: queryOf(listSsoConnections),
  createSsoConnection: mutationOf(createSsoConnection),
  updateSsoConnection: mutationOf(updateSsoConnection),
  deleteSsoConnection: mutationOf(deleteSsoConnection),
  addSsoDomain: mutationOf(addSsoDomain),
  removeSsoDomain: mutationOf(removeSsoDomain),
  verifySsoDomain: procedure
    .meta({ permission: verifySsoDomain.spec.permission })
    .input(verifySsoDomain.spec.input)
    .mutation(({ ctx, input }) => verifySsoDomain(ctx.ctx, input)),
  audit: queryOf(listAudit),
  auditCheck: queryOf(getAuditCheck),
  checkAudit: mutationOf(checkAuditLog),
});
