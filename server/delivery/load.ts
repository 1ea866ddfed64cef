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
  /** The first sending of this content to these people: itself, or the one it tries messages of once more. */
  first: { runNo: number; createdAt: Date };
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
      first_no: number;
      first_at: Date;
      finished_at: Date | null;
      audience_at: Date | null;
    }[]
  >`select r.id, r.kind, r.state, r.provider_no, r.content, r.created_at, r.finished_at, r.audience_at,
           coalesce(f.run_no, r.run_no) as first_no, coalesce(f.created_at, r.created_at) as first_at
      from send_runs r left join send_runs f on f.workspace_no = r.workspace_no and f.run_no = r.again_of
     where r.workspace_no = ${workspaceNo} and r.run_no = ${runNo}`;
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
    first: { runNo: row.first_no, createdAt: row.first_at },
    isFinished: row.finished_at !== null,
    hasAudience: row.audience_at !== null,
  };
}
