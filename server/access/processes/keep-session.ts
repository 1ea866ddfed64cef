import "server-only";
import { randomUUID } from "node:crypto";
import { type MemberStatus, type Permission, ROLE_PERMISSIONS, type Role } from "@/contracts/access";
import { pipelineSql } from "@/server/platform/db";
import { idleSince, isTouchDue, sessionEnd } from "../rules/session";
import { toWorkspace, type Workspace, type WorkspaceRow } from "../workspace";

export type SessionMember = {
  memberId: string;
  role: Role;
  /** What the role allows, a custom one included. */
  permissions: readonly Permission[];
  status: Exclude<MemberStatus, "removed">;
  /** The workspace asks for its own SSO, this session came another way, and the member has no break-glass. */
  isSsoMissing: boolean;
};

export type Session = {
  sessionId: string;
  userId: string;
  userName: string;
  userEmail: string;
  /** Set for sessions opened by a workspace's own SSO: they open this workspace only. */
  ssoWorkspaceNo: number | null;
  /** The workspace that was asked for, when the session may see that it exists. */
  workspace: Workspace | null;
  member: SessionMember | null;
};

/** Starts a session and returns its id. `replaces` ends the one the browser had before, so ids never survive a sign-in. */
export async function openSession(input: {
  userId: string;
  ssoWorkspaceNo: number | null;
  userAgent: string | null;
  replaces: string | null;
  now: Date;
}): Promise<string> {
  const id = randomUUID();
  const sql = pipelineSql();
  await sql`insert into auth_sessions (id, user_id, sso_workspace_no, user_agent, created_at, last_seen_at, expires_at)
    values (${id}, ${input.userId}, ${input.ssoWorkspaceNo}, ${input.userAgent?.slice(0, 300) ?? null},
            ${input.now}, ${input.now}, ${sessionEnd(input.now)})`;
  if (input.replaces) await endSession(input.replaces, input.now);
  return id;
}

export async function endSession(sessionId: string, now: Date): Promise<void> {
  await pipelineSql()`update auth_sessions set revoked_at = ${now} where id = ${sessionId} and revoked_at is null`;
}

/** Ends every session of a person, except the one given. */
export async function endSessionsOf(userId: string, now: Date, except: string | null = null): Promise<void> {
  await pipelineSql()`update auth_sessions set revoked_at = ${now}
    where user_id = ${userId} and revoked_at is null and id is distinct from ${except}`;
}

type Row = WorkspaceRow & {
  user_id: string;
  user_name: string;
  user_email: string;
  sso_workspace_no: number | null;
  last_seen_at: Date;
  member_id: string | null;
  role: Role | null;
  custom_permissions: Permission[] | null;
  is_break_glass: boolean | null;
  status: SessionMember["status"] | null;
};

/**
 * Who a session id is, now: role and membership are read on every request, so a demotion or removal works at once.
 * Null when the session is unknown, ended, expired or idle. One statement over primary keys.
 */
export async function findSession(sessionId: string, slug: string | null, now: Date): Promise<Session | null> {
  const [row] = await pipelineSql()<Row[]>`
    select s.user_id, s.sso_workspace_no, s.last_seen_at, u.name as user_name, u.email as user_email,
           m.id as member_id, m.role, m.status, m.is_break_glass, r.permissions as custom_permissions, w.*
      from auth_sessions s
      join users u on u.id = s.user_id
      left join workspaces w on w.slug = ${slug}
       and (s.sso_workspace_no is null or s.sso_workspace_no = w.workspace_no)
      left join members m on m.workspace_no = w.workspace_no and m.user_id = s.user_id and m.status <> 'removed'
      left join roles r on r.workspace_no = m.workspace_no and r.role_no = m.role_no
     where s.id = ${sessionId} and s.revoked_at is null and s.expires_at > ${now}
       and s.last_seen_at > ${idleSince(now)}`;
  if (!row) return null;
  if (isTouchDue(row.last_seen_at, now)) await touch(sessionId, row, now);
  const member = memberOf(row);
  return {
    sessionId,
    userId: row.user_id,
    userName: row.user_name,
    userEmail: row.user_email,
    ssoWorkspaceNo: row.sso_workspace_no,
    workspace: member ? toWorkspace(row) : null,
    member,
  };
}

function memberOf(row: Row): SessionMember | null {
  const { member_id: memberId, role, status } = row;
  if (!memberId || !role || !status) return null;
  return {
    memberId,
    role,
    permissions: row.custom_permissions ?? ROLE_PERMISSIONS[role],
    status,
    isSsoMissing: row.sso_enforced_at !== null && row.sso_workspace_no === null && row.is_break_glass !== true,
  };
}

async function touch(sessionId: string, row: Row, now: Date): Promise<void> {
  await pipelineSql()`update auth_sessions set last_seen_at = ${now} where id = ${sessionId}`;
  if (row.member_id)
    await pipelineSql()`update members set last_active_at = ${now}
      where workspace_no = ${row.workspace_no} and id = ${row.member_id}`;
}

/** The workspaces a person may open with this session, by name. */
export async function workspacesOf(session: Pick<Session, "userId" | "ssoWorkspaceNo">): Promise<Workspace[]> {
  const rows = await pipelineSql()<WorkspaceRow[]>`
    select w.* from members m join workspaces w on w.workspace_no = m.workspace_no
     where m.user_id = ${session.userId} and m.status = 'active'
       and (${session.ssoWorkspaceNo}::int is null or m.workspace_no = ${session.ssoWorkspaceNo}::int)
     order by w.name, w.workspace_no`;
  return rows.map(toWorkspace);
}
