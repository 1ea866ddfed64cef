import type { EmailDocument } from "@/contracts/documents/email";
import type { Ctx } from "@/server/platform/context";

const now = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date() });

/** A campaign to everybody, launched and prepared: its content is frozen, nothing has left. Returns its run. */
export async function launchToAll(ctx: Ctx, document: EmailDocument): Promise<{ workspaceNo: number; runNo: number }> {
  const { createCampaign, launchCampaign, prepareRun } = await import("@/server/campaigns");
  const { id } = await createCampaign(ctx, {
    name: "Friday bake",
    audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
    content: { document },
  });
  await launchCampaign(now(ctx), { campaignId: id });
  const { runNo } = await prepareRun(now(ctx), 1);
  if (runNo === null) throw new Error("the campaign has no run");
  return { workspaceNo: ctx.workspaceNo, runNo };
}

export type Sent = { to_address: string; subject: string; html: string; text: string };

/** Sends all of a run and returns what arrived in the Local Inbox, by address. */
export async function sendAll(ref: { workspaceNo: number; runNo: number }): Promise<Sent[]> {
  const { driveRun, sendBatches } = await import("@/server/delivery");
  const { pipelineSql } = await import("@/server/platform/db");
  await sendBatches(ref, { maxMs: 30_000, maxBatches: 10 });
  await driveRun(ref);
  return pipelineSql()<Sent[]>`
    select to_address, subject, html, text from local_messages where workspace_no = ${ref.workspaceNo} order by to_address`;
}
