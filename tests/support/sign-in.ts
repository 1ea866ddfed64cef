import { randomUUID } from "node:crypto";
import type { Role } from "@/contracts/access";
import type { Ctx } from "@/server/platform/context";
import type { CookieJar } from "./cookie-jar";

export const ORIGIN = "http://localhost:3000";

/** A request to the auth routes with the cookies of `jar`; its answer's cookies are kept there. */
export async function callAuth(
  jar: CookieJar,
  path: string,
  form?: Record<string, string>,
  options: { peer?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { handleAuth } = await import("@/server/api/auth");
  const request = new Request(`${ORIGIN}/api/auth/${path}`, {
    method: form ? "POST" : "GET",
    headers: jar.headers({
      ...(form && { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN }),
      ...options.headers,
    }),
    body: form ? new URLSearchParams(form) : undefined,
    redirect: "manual",
  });
  const response = await handleAuth(request, options.peer ?? "127.0.0.1");
  jar.take(response);
  return response;
}

export async function csrfOf(jar: CookieJar): Promise<string> {
  const { csrfToken }: { csrfToken: string } = await (await callAuth(jar, "csrf")).json();
  return csrfToken;
}

/** Signs in through the real route and returns its answer. */
export async function signIn(
  jar: CookieJar,
  email: string,
  password: string,
  options: { peer?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const csrfToken = await csrfOf(jar);
  return callAuth(jar, "callback/password", { csrfToken, email, password, json: "true", callbackUrl: "/" }, options);
}

/** A person with a password, member of the workspaces given. */
export async function createPerson(
  email: string,
  password: string,
  memberships: { workspace: Ctx; role: Role; status?: "active" | "suspended" }[] = [],
): Promise<string> {
  const { pipelineSql } = await import("@/server/platform/db");
  const { hashPassword } = await import("@/server/access/hash-password");
  const sql = pipelineSql();
  const userId = randomUUID();
  await sql`insert into users (id, email, name, password_hash) values (${userId}, ${email}, 'Grace', ${await hashPassword(password)})`;
  const { takeNumbers } = await import("@/server/platform/numbers");
  const { inPipeline } = await import("@/server/platform/db");
  for (const { workspace, role, status } of memberships) {
    const memberNo = await inPipeline((tx) => takeNumbers(tx, workspace.workspaceNo, "member"));
    await sql`insert into members (workspace_no, member_no, id, user_id, role, status)
      values (${workspace.workspaceNo}, ${memberNo}, ${randomUUID()}, ${userId}, ${role}, ${status ?? "active"})`;
  }
  return userId;
}

export async function slugOfWorkspace(ctx: Ctx): Promise<string> {
  const { workspaceByNo } = await import("@/server/access");
  return (await workspaceByNo(ctx.workspaceNo)).slug;
}
