import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** Removes deleted contacts from every segment and its history at once, and from the member counts. Safe to repeat. */
export async function forgetContacts(workspaceNo: number, contactNos: readonly number[]): Promise<void> {
  const gone = [...contactNos];
  await pipelineSql()`
    with gone as (
      delete from segment_members where workspace_no = ${workspaceNo} and contact_no = any(${gone}::bigint[]) returning segment_no),
    past as (delete from segment_history where workspace_no = ${workspaceNo} and contact_no = any(${gone}::bigint[])),
    fewer as (select segment_no, count(*) as people from gone group by segment_no)
    update segments s set member_count = s.member_count - fewer.people from fewer
     where s.workspace_no = ${workspaceNo} and s.segment_no = fewer.segment_no`;
}
