import "server-only";
import { PERMISSIONS, type Permission, type Role } from "@/contracts/access";
import { AppError } from "./errors";
import { currentTraceId } from "./trace";

/** Who acts. People and keys carry permissions; jobs act for the system; recipients and providers may do single things. */
export type Actor =
  | { type: "member"; userId: string; memberId: string; name: string; role: Role; permissions: readonly Permission[] }
  | { type: "api_key"; keyId: string; permissions: readonly Permission[] }
  | { type: "job"; name: string }
  | { type: "operator"; name: string }
  | { type: "provider"; name: string }
  | { type: "recipient"; contactNo: number };

/** What every command and query receives. `now` is fixed for the whole request. */
export type Ctx = {
  workspaceNo: number;
  workspaceId: string;
  actor: Actor;
  now: Date;
  traceId: string;
  /** Aborts when whoever reads has gone away. Never set for changes: those end as they began. */
  signal?: AbortSignal;
};

export const actorId = (actor: Actor): string | null => {
  switch (actor.type) {
    case "member":
      return actor.memberId;
    case "api_key":
      return actor.keyId;
    case "job":
    case "operator":
    case "provider":
      return actor.name;
    case "recipient":
      return String(actor.contactNo);
  }
};

export const permissionsOf = (actor: Actor): readonly Permission[] =>
  actor.type === "member" || actor.type === "api_key"
    ? actor.permissions
    : actor.type === "job" || actor.type === "operator"
      ? PERMISSIONS
      : [];

export const allowed = (ctx: Ctx, permission: Permission): boolean => permissionsOf(ctx.actor).includes(permission);

/** Refuses with FORBIDDEN naming the missing permission. */
export function demand(ctx: Ctx, permission: Permission): void {
  if (!allowed(ctx, permission))
    throw new AppError("FORBIDDEN", `You need the permission ${permission} to do this.`, { permission });
}

/** Context of a background job for one workspace. */
export function jobCtx(
  workspace: { workspaceNo: number; workspaceId: string },
  name: string,
  now: Date = new Date(),
): Ctx {
  return { ...workspace, actor: { type: "job", name }, now, traceId: currentTraceId() };
}
