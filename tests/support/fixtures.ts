import { randomBytes, randomUUID } from "node:crypto";
import { ROLE_PERMISSIONS, type Role } from "@/contracts/access";
import type { Ctx } from "@/server/platform/context";

/** A fresh workspace with its Local Inbox, and a context of a member with the given role in it. */
export async function createWorkspace(role: Role = "marketing_admin"): Promise<Ctx> {
  const { pipelineSql } = await import("@/server/platform/db");
  const sql = pipelineSql();
  const workspaceId = randomUUID();
  const [row] = await sql<{ workspace_no: number }[]>`
    insert into workspaces (id, slug, name, time_zone, currency, salt, postal_address)
    values (${workspaceId}, ${`w${randomBytes(6).toString("hex")}`}, 'Bright Bakery', 'Europe/Berlin', 'EUR', ${randomBytes(16).toString("hex")}, '1 Mill Lane, Leeds')
    returning workspace_no`;
  const workspaceNo = Number(row?.workspace_no);
  await sql`insert into workspace_counters (workspace_no, kind, last) values (${workspaceNo}, 'provider', 1)`;
  await sql`insert into providers (workspace_no, provider_no, id, kind, name, settings, from_email, from_name, is_default)
    values (${workspaceNo}, 1, ${randomUUID()}, 'local', 'Local Inbox', ${sql.json({ kind: "local" })}, 'hello@bright-bakery.example', 'Bright Bakery', true)`;
  return {
    workspaceNo,
    workspaceId,
    actor: memberActor(role),
    now: new Date(),
    traceId: randomBytes(16).toString("hex"),
  };
}

export const memberActor = (role: Role): Ctx["actor"] => ({
  type: "member",
  userId: randomUUID(),
  memberId: randomUUID(),
  name: "Ada",
  role,
  permissions: ROLE_PERMISSIONS[role],
});

/** The same workspace seen by somebody with another role. */
export const as = (ctx: Ctx, role: Role): Ctx => ({ ...ctx, actor: memberActor(role) });
