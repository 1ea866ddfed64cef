import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { like, sql } from "drizzle-orm";
import type { Role } from "@/contracts/access";
import { type WorkspaceInput, workspaceInputSchema } from "@/contracts/access-inputs";
import { members, workspaces } from "@/drizzle/schema/access";
import { writeAudit } from "@/server/platform/audit";
import { type Actor, type Ctx, demand } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { AppError, validationError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { freeSlug, slugOf } from "../rules/slug";
import type { Workspace } from "../workspace";

/** Makes another workspace, with the caller as its first Marketing Admin. Sessions of one workspace's SSO may not. */
export async function createWorkspace(ctx: Ctx, raw: unknown): Promise<Workspace> {
  demand(ctx, "workspace:manage");
  const { actor } = ctx;
  if (actor.type !== "member") throw new AppError("FORBIDDEN", "Only a person who is signed in can make a workspace.");
  const input = workspaceInputSchema.safeParse(raw);
  if (!input.success) throw validationError(input.error);
  return inPipeline((tx) => insertWorkspace(tx, input.data, { userId: actor.userId, actor }, ctx.now, ctx.traceId));
}

/** The rows every workspace starts with: itself, its first admin and its Local Inbox. */
export async function insertWorkspace(
  tx: Tx,
  input: WorkspaceInput,
  owner: { userId: string; actor: Actor },
  now: Date,
  traceId: string,
): Promise<Workspace> {
  // Two names that make one slug wait here, so that the second sees the first.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('carillon.workspace-slug'))`);
  const wanted = slugOf(input.name);
  const taken = await tx
    .select({ slug: workspaces.slug })
    .from(workspaces)
    .where(like(workspaces.slug, `${wanted}%`));
  const slug = freeSlug(wanted, new Set(taken.map((row) => row.slug)));
  const workspaceId = randomUUID();
  const postalAddress = input.postalAddress || null;
  const [row] = await tx
    .insert(workspaces)
    .values({ ...input, postalAddress, id: workspaceId, slug, salt: randomBytes(16).toString("hex") })
    .returning({ workspaceNo: workspaces.workspaceNo });
  if (!row) throw new Error("workspaces gave no row");
  const { workspaceNo } = row;
  await insertMember(tx, workspaceNo, owner.userId, "marketing_admin", now);
  await insertLocalInbox(tx, workspaceNo, slug, input.name, now);
  await writeAudit(tx, { workspaceNo, workspaceId, actor: owner.actor, now, traceId }, [
    { action: "workspace.create", entityType: "workspace", entityId: workspaceId, changes: { name: input.name, slug } },
  ]);
  const { name, timeZone, currency, locale } = input;
  return { workspaceNo, workspaceId, slug, name, timeZone, currency, locale, postalAddress, demoState: "none" };
}

async function insertMember(tx: Tx, workspaceNo: number, userId: string, role: Role, now: Date) {
  const memberNo = await takeNumbers(tx, workspaceNo, "member");
  const id = randomUUID();
  await tx.insert(members).values({ workspaceNo, memberNo, id, userId, role, createdAt: now, updatedAt: now });
  return id;
}

/** Channels owns this table but stands above us; a workspace without a road out must not exist for a moment, though. */
async function insertLocalInbox(tx: Tx, workspaceNo: number, slug: string, name: string, now: Date): Promise<void> {
  const providerNo = await takeNumbers(tx, workspaceNo, "provider");
  await tx.execute(sql`
    insert into providers (workspace_no, provider_no, id, kind, name, settings, from_email, from_name, is_default, created_at, updated_at)
    values (${workspaceNo}, ${providerNo}, ${randomUUID()}, 'local', 'Local Inbox', '{"kind":"local"}'::jsonb,
            ${`hello@${slug}.example`}, ${name}, true, ${now.toISOString()}, ${now.toISOString()})`);
}
