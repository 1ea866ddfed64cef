import "server-only";
import { sql } from "drizzle-orm";
import { RETYPE_UNDO_DAYS } from "@/contracts/contact-fields";
import { UNMERGE_DAYS } from "@/contracts/merges";
import { inPipeline } from "@/server/platform/db";

/** Forgets what is needed for undoing only, once it cannot be undone any more. Reads all workspaces, each row its own. */
export async function forgetOldSnapshots(now: Date): Promise<{ merges: number; retypes: number }> {
  return inPipeline(async (tx) => {
    const merges = await tx.execute(sql`
      update contact_merges set snapshot = null
       where snapshot is not null and at < ${daysBefore(now, UNMERGE_DAYS)}::timestamptz returning 1`);
    const retypes = await tx.execute(sql`
      delete from field_retype_values v using field_retypes r
       where r.workspace_no = v.workspace_no and r.retype_no = v.retype_no
         and r.finished_at < ${daysBefore(now, RETYPE_UNDO_DAYS)}::timestamptz returning 1`);
    return { merges: merges.length, retypes: retypes.length };
  });
}

const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
