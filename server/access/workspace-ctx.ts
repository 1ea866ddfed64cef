import "server-only";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { workspaceByNo } from "./workspace";

/** The context of a background job in one workspace; `job` is the function's id and shows in the audit log. */
export async function workspaceCtx(workspaceNo: number, job: string): Promise<Ctx> {
  return jobCtx(await workspaceByNo(workspaceNo), job);
}
