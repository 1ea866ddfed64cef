import "server-only";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { deleteSsoConnectionRow } from "../commands/delete-sso-connection";
import { updateSsoConnectionRow } from "../commands/update-sso-connection";

/** Changes a connection; switching it off, or pointing it elsewhere, ends the sessions that SSO opened in this workspace. */
export const updateSsoConnection = Object.assign(
  async (ctx: Ctx, input: z.input<typeof updateSsoConnectionRow.spec.input>) => {
    const result = await updateSsoConnectionRow(ctx, input);
    if (input.enabled === false || input.issuer !== undefined || input.clientId !== undefined)
      await endSsoSessions(ctx);
    return result;
  },
  { spec: updateSsoConnectionRow.spec },
);

/** Removes a connection and ends the sessions that SSO opened in this workspace. */
export const deleteSsoConnection = Object.assign(
  async (ctx: Ctx, input: z.input<typeof deleteSsoConnectionRow.spec.input>) => {
    const result = await deleteSsoConnectionRow(ctx, input);
    await endSsoSessions(ctx);
    return result;
  },
  { spec: deleteSsoConnectionRow.spec },
);

/** A session does not say which connection opened it; with two of them people of the other sign in once more. */
async function endSsoSessions(ctx: Ctx): Promise<void> {
  await pipelineSql()`update auth_sessions set revoked_at = ${ctx.now}
    where sso_workspace_no = ${ctx.workspaceNo} and revoked_at is null`;
}
