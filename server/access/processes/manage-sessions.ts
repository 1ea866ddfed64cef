import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import type { SignedInBrowser } from "@/contracts/members";
import { writeAudit } from "@/server/platform/audit";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { loadMember } from "../members";
import { idleSince } from "../rules/session";
import { endSession, type Session } from "./keep-session";

/** The browsers a person is signed in with, the latest used first. Sessions of everybody else are out of reach. */
export async function listSessions(session: Session, now: Date): Promise<SignedInBrowser[]> {
  const rows = await pipelineSql()<
    {
      id: string;
      user_agent: string | null;
      sso_workspace_no: number | null;
      created_at: Date;
      last_seen_at: Date;
    }[]
  >`select id, user_agent, sso_workspace_no, created_at, last_seen_at from auth_sessions
     where user_id = ${session.userId} and revoked_at is null and expires_at > ${now}
       and last_seen_at > ${idleSince(now)}
     order by last_seen_at desc`;
  return rows.map((row) => ({
    id: publicId("session", row.id),
    userAgent: row.user_agent,
    bySso: row.sso_workspace_no !== null,
    isThisOne: row.id === session.sessionId,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }));
}

/** Ends one of a person's own sessions; one that is not theirs is NOT_FOUND. */
export async function endOwnSession(session: Session, sessionId: string, now: Date): Promise<void> {
  const [own] = await pipelineSql()<{ id: string }[]>`
    select id from auth_sessions where id = ${sessionId} and user_id = ${session.userId}`;
  if (!own) throw notFound("session");
  await endSession(sessionId, now);
}

/**
 * Signs a member out everywhere this workspace can speak for: sessions opened by its own SSO, and all of them when the
 * person belongs to no other workspace. Answers how many ended and how many are left.
 */
export const endMemberSessions = defineProcess({
  name: "member.end-sessions",
  permission: "member:manage",
  input: z.object({ id: idOf("member") }),
  async run(ctx, { id }) {
    const sql = pipelineSql();
    const member = await inWorkspace(ctx.workspaceNo, (tx) => loadMember(tx, ctx, id));
    const ended = await sql`
      update auth_sessions s set revoked_at = ${ctx.now}
       where s.user_id = ${member.userId} and s.revoked_at is null
         and (s.sso_workspace_no = ${ctx.workspaceNo}
              or not exists (select 1 from members m where m.user_id = s.user_id
                                and m.workspace_no <> ${ctx.workspaceNo} and m.status <> 'removed'))`;
    await inWorkspace(ctx.workspaceNo, (tx) =>
      writeAudit(tx, ctx, [
        { action: "member.end-sessions", entityType: "member", entityId: id, changes: { ended: ended.count } },
      ]),
    );
    const [left] = await sql<{ n: number }[]>`
      select count(*)::int as n from auth_sessions
       where user_id = ${member.userId} and revoked_at is null and expires_at > ${ctx.now}`;
    return { ended: ended.count, left: left?.n ?? 0 };
  },
});
