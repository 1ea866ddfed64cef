import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** The time zones people of a workspace are in, each once. Reads every contact: for launches, not for screens. */
export async function contactZones(workspaceNo: number): Promise<string[]> {
  const rows = await pipelineSql()<{ zone: string }[]>`
    select distinct time_zone as zone from contacts where workspace_no = ${workspaceNo} and time_zone is not null`;
  return rows.map((row) => row.zone);
}
