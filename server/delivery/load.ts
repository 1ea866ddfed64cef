import "server-only";
import { and, eq } from "drizzle-orm";
import type { FrozenContent, SendRunKind, SendRunState } from "@/contracts/delivery";
import { sendRuns } from "@/drizzle/schema/delivery";
import { pipelineSql, type Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type SendRunRow = typeof sendRuns.$inferSelect;
export type RunRef = { workspaceNo: number; runNo: number };

/** A run as the sending processes see it. */
export type SendRun = RunRef & {
  id: string;
  kind: SendRunKind;
  state: SendRunState;
  providerNo: number;
  content: FrozenContent;
  createdAt: Date;
  isFinished: boolean;
  hasAudience: boolean;
};

export async function loadRun(tx: Tx, workspaceNo: number, runNo: number): Promise<SendRunRow> {
  const [row] = await tx
    .select()
    .from(sendRuns)
    .where(and(eq(sendRuns.workspaceNo, workspaceNo), eq(sendRuns.runNo, runNo)));
  if (!row) throw notFound("sending");
  return row;
}

/** The same by the pipeline role, outside any transaction; null when it is gone. */
export async function readRun({ workspaceNo, runNo }: RunRef): Promise<SendRun | null> {
  const [row] = await pipelineSql()<
    {
      id: string;
      kind: SendRunKind;
      state: SendRunState;
      provider_no: number;
      content: FrozenContent;
      created_at: Date;
      finished_at: Date | null;
      audience_at: Date | null;
    }[]
  >`select id, kind, state, provider_no, content, created_at, finished_at, audience_at
      from send_runs where workspace_no = ${workspaceNo} and run_no = ${runNo}`;
  if (!row) return null;
  return {
    workspaceNo,
    runNo,
    id: row.id,
    kind: row.kind,
    state: row.state,
    providerNo: row.provider_no,
    content: row.content,
    createdAt: row.created_at,
    isFinished: row.finished_at !== null,
    hasAudience: row.audience_at !== null,
  };
}
