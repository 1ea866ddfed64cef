import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { normaliseEmail } from "@/contracts/addresses";
import { CHANNELS } from "@/contracts/channels";
import { SUPPRESSION_REASONS, type SuppressionReason } from "@/contracts/consent";
import { lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";

/** Weakest first. A stronger reason replaces a weaker one, so that lifting a manual entry cannot undo a complaint. */
const STRENGTH: readonly SuppressionReason[] = ["manual", "hard_bounce", "unsubscribed", "complaint", "erased"];

/**
 * Puts addresses on the list of those nobody writes to. Members add by hand (`manual`); bounces and complaints come
 * from providers and jobs. Invalid lines are returned, never guessed. Idempotent.
 */
export const addSuppression = defineCommand({
  name: "suppression.add",
  permission: "consent:write",
  alsoBy: ["provider"],
  input: z.object({
    addresses: z.array(z.string().trim().max(320)).min(1).max(10_000),
    channel: z.enum(CHANNELS).default("email"),
    reason: z.enum(SUPPRESSION_REASONS).default("manual"),
    note: z.string().trim().max(500).optional(),
  }),
  async run(ctx, input, tx) {
    const byPerson = ctx.actor.type === "member" || ctx.actor.type === "api_key";
    if (byPerson && input.reason !== "manual")
      throw new AppError("FORBIDDEN", "By hand, addresses are suppressed with the reason “manual” only.");
    const keys = new Set<string>();
    const invalid: string[] = [];
    for (const address of input.addresses) {
      const key = normaliseEmail(address);
      if (key) keys.add(key);
      else if (address !== "") invalid.push(address);
    }
    await lockAddresses(tx, ctx.workspaceNo);
    let added = 0;
    if (keys.size > 0) {
      const strength = sql.raw(`array['${STRENGTH.join("','")}']`);
      const rows = await tx.execute<{ fresh: boolean }>(sql`
        insert into suppressions (workspace_no, channel, address_key, reason, note, at, actor_type, actor_id)
        select ${ctx.workspaceNo}, ${input.channel}, key, ${input.reason}, ${input.note ?? null}, ${ctx.now.toISOString()}::timestamptz,
               ${ctx.actor.type}, ${actorId(ctx.actor)}
          from jsonb_array_elements_text(${JSON.stringify([...keys])}::jsonb) as k(key)
        on conflict (workspace_no, channel, address_key) do update
          set reason = case when array_position(${strength}, suppressions.reason) < array_position(${strength}, excluded.reason)
                            then excluded.reason else suppressions.reason end,
              note = excluded.note, at = excluded.at, actor_type = excluded.actor_type, actor_id = excluded.actor_id
          where array_position(${strength}, suppressions.reason) < array_position(${strength}, excluded.reason)
             or suppressions.actor_id like 'merge %'
        returning xmax = 0 as fresh`);
      added = rows.filter((row) => row.fresh).length;
    }
    return {
      result: { added, already: keys.size - added, invalid },
      audit: {
        action: "suppression.add",
        entityType: "suppression",
        changes: { channel: input.channel, reason: input.reason, addresses: keys.size, added },
      },
      events: [],
    };
  },
});
