import "server-only";
import { z } from "zod";
import { setUpSchema, workspaceInputSchema } from "@/contracts/access";
import {
  createApiKey,
  createWorkspace,
  findSignIn,
  getWorkspace,
  listApiKeys,
  listMembers,
  revokeApiKey,
  setUpInstallation,
  updateWorkspace,
} from "@/server/access";
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
  createWorkspace: procedure.input(workspaceInputSchema).mutation(async ({ ctx, input }) => {
    const { slug } = await createWorkspace(ctx.ctx, input);
    return { slug };
  }),
  workspace: queryOf(getWorkspace),
  updateWorkspace: mutationOf(updateWorkspace),
  members: queryOf(listMembers),
  apiKeys: queryOf(listApiKeys),
  createApiKey: mutationOf(createApiKey),
  revokeApiKey: mutationOf(revokeApiKey),
});
