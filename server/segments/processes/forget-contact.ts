import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** Removes a deleted contact from every segment and its history at once, and from the member counts. Safe to repeat. */
export async function forgetContact(workspaceNo: number, contactNo: number): Promise<void> {
  await pipelineSql()`
    with gone as (
      delete from segment_members where workspace_no = ${workspaceNo} and contact_no = ${contactNo} returning segment_no),
    past as (delete from segment_history where workspace_no = ${workspaceNo} and contact_no = ${contactNo})
    update segments s set member_count = s.member_count - 1 from gone
     where s.workspace_no = ${workspaceNo} and s.segment_no = gone.segment_no`;
}
