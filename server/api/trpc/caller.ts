import "server-only";
import { and, eq } from "drizzle-orm";
import { headers } from "next/headers";
import { cache } from "react";
import { publicId } from "@/contracts/ids";
import { providers } from "@/drizzle/schema/channels";
import type { Session } from "@/server/access";
import { describeInvitation, isSetUp, workspacesOf } from "@/server/access";
import { ctxForRequest, type RequestContext } from "@/server/api/auth";
import { permissionsOf } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { appRouter } from "./root";

/** The request's person and workspace, read once per page however often it is asked. */
export const pageContext = cache(
  async (workspaceSlug: string | null): Promise<RequestContext> => ctxForRequest(await headers(), workspaceSlug),
);

/** Calls procedures from a server component, as the person who asked for the page. Refusals throw as they do over HTTP. */
export async function callerFor(workspaceSlug: string | null) {
  return appRouter.createCaller(await pageContext(workspaceSlug));
}

/** The signed-in person of this page, or null. */
export const currentSession = async (): Promise<Session | null> => (await pageContext(null)).session;

/** Whether this page's person is a member who only lacks the workspace's single sign-on. */
export const isSsoMissing = async (slug: string): Promise<boolean> =>
  (await pageContext(slug)).session?.member?.isSsoMissing === true;

export const offerOfInvitation = async (secret: string) => describeInvitation(secret, (await pageContext(null)).now);

export const isInstallationSetUp = cache(isSetUp);

/** Where `/` leads: set-up, sign-in, or the first workspace; null for people without any. */
export async function firstPlace(): Promise<string | null> {
  if (!(await isInstallationSetUp())) return "/setup";
  const session = await currentSession();
  if (!session) return "/login";
  const [first] = await workspacesOf(session);
  return first ? `/w/${first.slug}` : null;
}

/** What the shell and the pages of a workspace show, read once per page; null for people who may not open it. */
export const openWorkspace = cache(async (slug: string) => {
  const { ctx, session } = await pageContext(slug);
  if (ctx?.actor.type !== "member" || !session?.workspace) return null;
  const { workspace } = session;
  const { workspaceNo, workspaceId, ...shown } = workspace;
  const [environment, choices] = await Promise.all([environmentOf(workspaceNo), workspacesOf(session)]);
  return {
    workspace: {
      ...shown,
      id: publicId("workspace", workspaceId),
      role: ctx.actor.role,
      permissions: permissionsOf(ctx.actor),
      member: {
        id: publicId("member", ctx.actor.memberId),
        name: session.userName,
        email: session.userEmail,
      },
    },
    environment,
    choices: choices.map((choice) => ({
      id: publicId("workspace", choice.workspaceId),
      slug: choice.slug,
      name: choice.name,
    })),
  };
});

/** Where messages of a workspace go by default: into the Local Inbox, or to real people. */
async function environmentOf(workspaceNo: number): Promise<"local" | "live"> {
  const rows = await inWorkspace(workspaceNo, (tx) =>
    tx
      .select({ kind: providers.kind })
      .from(providers)
      .where(and(eq(providers.workspaceNo, workspaceNo), eq(providers.isDefault, true))),
  );
  return rows.every((row) => row.kind === "local") ? "local" : "live";
}
