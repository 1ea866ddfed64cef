import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** Shows that the refresh has begun; lost if the process dies, the next refresh puts it right. */
export async function markRefreshRunning(workspaceNo: number, segmentNo: number): Promise<void> {
  await pipelineSql()`
    update segments set refresh_state = 'running'
     where workspace_no = ${workspaceNo} and segment_no = ${segmentNo} and status = 'active' and type = 'dynamic'`;
}

/** Keeps the members of the last good refresh and says why they could not be brought up to date. */
export async function markRefreshFailed(workspaceNo: number, segmentNo: number, problem: string): Promise<void> {
  await pipelineSql()`
    update segments set refresh_state = 'failed', refresh_problem = ${problem.slice(0, 500)}
     where workspace_no = ${workspaceNo} and segment_no = ${segmentNo}`;
}
