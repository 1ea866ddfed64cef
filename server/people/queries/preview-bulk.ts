import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type BulkAction, type BulkPreview, bulkActionSchema, selectionSchema } from "@/contracts/people";
import { fieldJson, findTags } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { type Ctx, demand } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { fieldOf } from "../apply-action";
import { PERMISSION_OF } from "../bulk-jobs";
import { readFast, selected } from "../matching";

/** What an action would do now, counted from the rows: whom it changes, who has it already, who is passed over. */
export const previewBulk = defineQuery({
  name: "bulk-job.preview",
  permission: "contact:read",
  input: z.object({ selection: selectionSchema, action: bulkActionSchema }),
  async run(ctx, { selection, action }, tx): Promise<BulkPreview> {
    demand(ctx, PERMISSION_OF[action.kind]);
    const where = await selected(tx, ctx, selection);
    const { join, changes, skips } = await effectOf(tx, ctx, action);
    const row = await readFast(async (fast) => {
      const [counted] = await fast.execute<{ people: string; change: string; skipped: string }>(sql`
        select count(*) as people, count(*) filter (where ${changes}) as change, count(*) filter (where ${skips}) as skipped
          from contacts "c" ${join} where ${where}`);
      return counted;
    });
    const [people, change, skipped] = [Number(row?.people), Number(row?.change), Number(row?.skipped)];
    return { people, change, already: people - change - skipped, skipped, skip: skipped > 0 ? "no_address" : null };
  },
});

type Effect = { join: SQL; changes: SQL; skips: SQL };

/** Indexes: contact_tags_by_tag, suppressions primary key. */
async function effectOf(tx: Tx, ctx: Ctx, action: BulkAction): Promise<Effect> {
  const never = { join: sql``, skips: sql`false` };
  switch (action.kind) {
    case "add_tags":
    case "remove_tags": {
      const tagNos = [...(await findTags(tx, ctx.workspaceNo, action.tags)).values()].map((tag) => tag.tagNo);
      const join = sql`left join (
        select ct.contact_no, count(*) as has from contact_tags ct
         where ct.workspace_no = ${ctx.workspaceNo}::int and ct.tag_no = any(${`{${tagNos.join(",")}}`}::int[])
         group by ct.contact_no) tagged on tagged.contact_no = c.contact_no`;
      const has = sql`coalesce(tagged.has, 0)`;
      // Names count, not found tags: one that does not exist yet is lacked by everybody.
      const changes = action.kind === "add_tags" ? sql`${has} < ${action.tags.length}::int` : sql`${has} > 0`;
      return { ...never, join, changes };
    }
    case "set_field":
    case "clear_field": {
      const { field, value } = await fieldOf(tx, ctx, action);
      const next = value === null ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`;
      return { ...never, changes: sql`${fieldJson(field)} is distinct from ${next}` };
    }
    case "suppress":
      return {
        join: sql`left join suppressions sp on sp.workspace_no = ${ctx.workspaceNo}::int and sp.channel = 'email' and sp.address_key = c.email_key`,
        changes: sql`c.email_key is not null and sp.address_key is null`,
        skips: sql`c.email_key is null`,
      };
    case "delete":
      return { ...never, changes: sql`true` };
  }
}
