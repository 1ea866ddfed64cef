import "server-only";
import { findSession, type Session } from "@/server/access";
import type { Ctx } from "@/server/platform/context";
import { AppError, notFound } from "@/server/platform/errors";
import { traceIdFrom } from "@/server/platform/trace";
import { sessionIdOf } from "./session-cookie";

export type RequestContext = {
  ctx: Ctx | null;
  session: Session | null;
  /** Why `ctx` is null. */
  refusal?: AppError;
  traceId: string;
  now: Date;
};

/**
 * Who sends this request, and in which workspace. Session, membership and role are read from the database each time;
 * the token says nothing but a session id. A workspace that is not theirs and one that is not there look the same.
 */
export async function ctxForRequest(headers: Headers, workspaceSlug: string | null): Promise<RequestContext> {
  const now = new Date();
  const traceId = traceIdFrom(headers.get("traceparent"));
  const sessionId = await sessionIdOf(headers);
  const session = sessionId ? await findSession(sessionId, workspaceSlug, now) : null;
  const base = { session, traceId, now };
  if (!session) return { ...base, ctx: null, refusal: new AppError("UNAUTHENTICATED", "Sign in to continue.") };
  if (!workspaceSlug) return { ...base, ctx: null, refusal: new AppError("BAD_REQUEST", "Name a workspace.") };
  const { workspace, member } = session;
  if (!workspace || !member) return { ...base, ctx: null, refusal: notFound("workspace") };
  if (member.status !== "active")
    return { ...base, ctx: null, refusal: new AppError("FORBIDDEN", "Your access to this workspace is suspended.") };
  if (member.isSsoMissing)
    return { ...base, ctx: null, refusal: new AppError("FORBIDDEN", "This workspace asks for its single sign-on.") };
  const ctx: Ctx = {
    workspaceNo: workspace.workspaceNo,
    workspaceId: workspace.workspaceId,
    actor: {
      type: "member",
      userId: session.userId,
      memberId: member.memberId,
      name: session.userName,
      role: member.role,
      permissions: member.permissions,
    },
    now,
    traceId,
  };
  return { ...base, ctx };
}
