import "server-only";
import { z } from "zod";
import { setUpSchema, workspaceInputSchema } from "@/contracts/access";
import {
  addSsoDomain,
  changePassword,
  changePasswordInput,
  createApiKey,
  createSsoConnection,
  createWorkspace,
  deleteSsoConnection,
  findSignIn,
  getWorkspace,
  listApiKeys,
  listMembers,
  listSsoConnections,
  removeSsoDomain,
  revokeApiKey,
  setUpInstallation,
  updateSsoConnection,
  updateWorkspace,
  verifySsoDomain,
} from "@/server/access";
import { listAudit } from "@/server/audit";
import { AppError } from "@/server/platform/errors";
import { mutationOf, openProcedure, procedure, queryOf, router } from "../init";

export const accessRouter = router({
  setUp: openProcedure.input(setUpSchema).mutation(async ({ ctx, input }) => {
    const { slug } = await setUpInstallation(input, ctx.now);
    return { slug };
  }),
  /** A mutation although it changes nothing: as a query the address would stand in URLs and logs. */
  findSignIn: openProcedure
    .input(z.object({ email: z.string().max(254) }))
    .mutation(({ input }) => findSignIn(input.email)),
  /** For the person, not for a member of some workspace: it needs a session and no permission. */
  changePassword: openProcedure.input(changePasswordInput).mutation(async ({ ctx, input }) => {
    if (!ctx.session) throw new AppError("UNAUTHENTICATED", "Sign in to continue.");
    await changePassword(ctx.session, input, ctx.now);
    return { ok: true as const };
  }),
  createWorkspace: procedure
    .meta({ permission: "workspace:manage" })
    .input(workspaceInputSchema)
    .mutation(async ({ ctx, input }) => {
      const { slug } = await createWorkspace(ctx.ctx, input);
      return { slug };
    }),
  workspace: queryOf(getWorkspace),
  updateWorkspace: mutationOf(updateWorkspace),
  members: queryOf(listMembers),
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
});
