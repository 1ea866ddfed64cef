import "server-only";
import { workspaceByNo } from "@/server/access";
import { addSuppression } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { currentTraceId } from "@/server/platform/trace";

/** A provider acting in one workspace: it may only say what happened to messages and addresses. */
export async function providerCtx(workspaceNo: number, name: string): Promise<Ctx> {
  const { workspaceId } = await workspaceByNo(workspaceNo);
  return { workspaceNo, workspaceId, actor: { type: "provider", name }, now: new Date(), traceId: currentTraceId() };
}

/** Suppresses dead addresses. Before the verdict is written: a crash between the two repeats this, harmlessly. */
export async function suppressBounced(workspaceNo: number, provider: string, addressKeys: string[]): Promise<void> {
  const ctx = await providerCtx(workspaceNo, provider);
  await addSuppression(ctx, { addresses: addressKeys, channel: "email", reason: "hard_bounce" });
}
