import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { MemberStatus, Role } from "@/contracts/access";
import { normaliseEmail } from "@/contracts/addresses";
import { parsePublicId, publicId } from "@/contracts/ids";
import { invitations, members, ssoConnections, ssoDomains, ssoIdentities, users } from "@/drizzle/schema/access";
import { writeAudit } from "@/server/platform/audit";
import { inPipeline, pipelineSql, type Tx } from "@/server/platform/db";
import { unseal } from "@/server/platform/seal";
import { currentTraceId } from "@/server/platform/trace";
import { admitNewIdentity, domainOf, type IdentityClaims, isSameIssuer, type SsoRefusal } from "../rules/sso";
import { joinWorkspace } from "./accept-invitation";

/** The seal of a client secret names its connection, so a sealed text copied into another row does not open. */
export const ssoSecretPurpose = (connectionId: string): string => `sso:${connectionId}`;

export type SsoSignInConnection = {
  workspaceNo: number;
  workspaceId: string;
  connectionNo: number;
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  defaultRole: Role;
};

/** The enabled connection with this public id, with its secret opened; null for anything else. */
export async function findSsoConnection(id: string): Promise<SsoSignInConnection | null> {
  const uuid = parsePublicId("ssoConnection", id);
  if (!uuid) return null;
  const [row] = await pipelineSql()<
    {
      workspace_no: number;
      workspace_id: string;
      connection_no: number;
      id: string;
      name: string;
      issuer: string;
      client_id: string;
      client_secret_sealed: string;
      default_role: Role;
    }[]
  >`select c.*, w.id as workspace_id from sso_connections c join workspaces w on w.workspace_no = c.workspace_no
     where c.id = ${uuid} and c.enabled`;
  if (!row) return null;
  return {
    workspaceNo: row.workspace_no,
    workspaceId: row.workspace_id,
    connectionNo: row.connection_no,
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: unseal(row.client_secret_sealed, ssoSecretPurpose(row.id)),
    defaultRole: row.default_role,
  };
}

/** How an address signs in. Only its domain is looked at, so the answer does not say whether the person exists. */
export async function findSignIn(email: string): Promise<{ kind: "password" } | { kind: "sso"; connectionId: string }> {
  const normal = normaliseEmail(email);
  if (!normal) return { kind: "password" };
  const [row] = await pipelineSql()<{ id: string }[]>`
    select c.id from sso_domains d
      join sso_connections c on c.workspace_no = d.workspace_no and c.connection_no = d.connection_no and c.enabled
     where d.domain = ${domainOf(normal)} and d.verified_at is not null`;
  return row ? { kind: "sso", connectionId: publicId("ssoConnection", row.id) } : { kind: "password" };
}

export type SsoSignIn = { ok: true; userId: string } | { ok: false; reason: SsoRefusal };

/**
 * Finds or makes the person an identity provider vouches for. The key is (workspace, issuer, subject): a provider of one
 * workspace can never name somebody of another, and an e-mail address alone never opens an account.
 */
export async function signInWithSso(
  connection: SsoSignInConnection,
  claims: IdentityClaims,
  now: Date,
): Promise<SsoSignIn> {
  if (!isSameIssuer(claims.issuer, connection.issuer)) return { ok: false, reason: "sso_issuer" };
  return inPipeline(async (tx) => {
    // Two first sign-ins of one person at once: the second waits and then finds the identity.
    await tx.execute(lockIdentity(connection.workspaceNo, claims));
    const known = await findIdentity(tx, connection.workspaceNo, claims);
    if (known?.status === "active") return { ok: true, userId: known.userId };
    if (known?.status === "suspended") return { ok: false, reason: "sso_suspended" };
    if (known)
      return (await rejoin(tx, connection, claims, known.userId, now)) ?? { ok: false, reason: "sso_not_member" };
    const refusal = admitNewIdentity(claims, await verifiedDomainsOf(tx, connection));
    if (refusal) return { ok: false, reason: refusal };
    return { ok: true, userId: await provision(tx, connection, claims, now) };
  });
}

const lockIdentity = (workspaceNo: number, { issuer, subject }: IdentityClaims) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`sso|${workspaceNo}|${issuer}|${subject}`}, 0))`;

type Known = { userId: string; status: MemberStatus | null };

async function findIdentity(tx: Tx, workspaceNo: number, claims: IdentityClaims): Promise<Known | undefined> {
  const [row] = await tx
    .select({ userId: ssoIdentities.userId, status: members.status })
    .from(ssoIdentities)
    .leftJoin(
      members,
      and(eq(members.workspaceNo, ssoIdentities.workspaceNo), eq(members.userId, ssoIdentities.userId)),
    )
    .where(
      and(
        eq(ssoIdentities.workspaceNo, workspaceNo),
        eq(ssoIdentities.issuer, claims.issuer),
        eq(ssoIdentities.subject, claims.subject),
      ),
    );
  return row;
}

/** Somebody who was removed comes back only by an invitation of the address their provider verified. */
async function rejoin(
  tx: Tx,
  connection: SsoSignInConnection,
  claims: IdentityClaims,
  userId: string,
  now: Date,
): Promise<SsoSignIn | null> {
  const invitation = await takeInvitation(tx, connection.workspaceNo, claims, now);
  if (!invitation) return null;
  await auditJoin(tx, connection, await joinWorkspace(tx, invitation, userId, now), invitation.role, now);
  return { ok: true, userId };
}

/** Uses up the open invitation of the verified address, if there is one. */
async function takeInvitation(tx: Tx, workspaceNo: number, claims: IdentityClaims, now: Date) {
  const email = claims.isEmailVerified ? normaliseEmail(claims.email ?? "") : null;
  if (!email) return null;
  const [row] = await tx
    .update(invitations)
    .set({ acceptedAt: now })
    .where(
      and(
        eq(invitations.workspaceNo, workspaceNo),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .returning();
  return row ?? null;
}

async function auditJoin(tx: Tx, connection: SsoSignInConnection, memberId: string, role: Role, now: Date) {
  const { workspaceNo, workspaceId } = connection;
  const actor = { type: "provider", name: `sso:${connection.name}` } as const;
  await writeAudit(tx, { workspaceNo, workspaceId, actor, now, traceId: currentTraceId() }, [
    { action: "member.join", entityType: "member", entityId: memberId, changes: { role, by: "sso" } },
  ]);
}

/** Keeps that somebody got through a test sign-in; opens no session and makes nobody a member. */
export async function recordSsoTest(
  connection: SsoSignInConnection,
  claims: IdentityClaims,
  now: Date,
): Promise<SsoRefusal | null> {
  if (!isSameIssuer(claims.issuer, connection.issuer)) return "sso_issuer";
  return inPipeline(async (tx) => {
    const known = await findIdentity(tx, connection.workspaceNo, claims);
    const refusal = known ? null : admitNewIdentity(claims, await verifiedDomainsOf(tx, connection));
    if (refusal) return refusal;
    await tx
      .update(ssoConnections)
      .set({ testedAt: now, testedEmail: claims.email })
      .where(
        and(
          eq(ssoConnections.workspaceNo, connection.workspaceNo),
          eq(ssoConnections.connectionNo, connection.connectionNo),
        ),
      );
    return null;
  });
}

async function verifiedDomainsOf(tx: Tx, connection: SsoSignInConnection): Promise<string[]> {
  const rows = await tx
    .select({ domain: ssoDomains.domain })
    .from(ssoDomains)
    .where(
      and(
        eq(ssoDomains.workspaceNo, connection.workspaceNo),
        eq(ssoDomains.connectionNo, connection.connectionNo),
        isNotNull(ssoDomains.verifiedAt),
      ),
    );
  return rows.map((row) => row.domain);
}

async function provision(tx: Tx, connection: SsoSignInConnection, claims: IdentityClaims, now: Date): Promise<string> {
  const { workspaceNo, defaultRole } = connection;
  const userId = randomUUID();
  const email = normaliseEmail(claims.email ?? "") ?? "";
  await tx
    .insert(users)
    .values({ id: userId, email, name: claims.name ?? email, passwordHash: null, createdAt: now, updatedAt: now });
  await tx
    .insert(ssoIdentities)
    .values({ workspaceNo, issuer: claims.issuer, subject: claims.subject, userId, createdAt: now });
  const offered = (await takeInvitation(tx, workspaceNo, claims, now)) ?? {
    workspaceNo,
    role: defaultRole,
    roleNo: null,
  };
  await auditJoin(tx, connection, await joinWorkspace(tx, offered, userId, now), offered.role, now);
  return userId;
}
