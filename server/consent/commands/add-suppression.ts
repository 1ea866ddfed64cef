import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { normaliseEmail } from "@/contracts/addresses";
import { CHANNELS, type Channel } from "@/contracts/channels";
import { SUPPRESSION_REASONS, type SuppressionReason } from "@/contracts/consent";
import { type AddressProblem, addressFault } from "@/contracts/suppressions";
import { lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";

/** Weakest first. A stronger reason replaces a weaker one, so that lifting a manual entry cannot undo a complaint. */
const STRENGTH: readonly SuppressionReason[] = ["manual", "hard_bounce", "unsubscribed", "complaint", "erased"];

/**
 * Puts normalised addresses on the list and returns those that were not on it. Take `lockAddresses` first, before any
 * row lock.
 */
export async function suppressKeys(
  tx: Tx,
  ctx: Ctx,
  keys: readonly string[],
  entry: { channel: Channel; reason: SuppressionReason; note?: string | undefined },
): Promise<string[]> {
  if (keys.length === 0) return [];
  const strength = sql.raw(`array['${STRENGTH.join("','")}']`);
  const rows = await tx.execute<{ address_key: string; fresh: boolean }>(sql`
    insert into suppressions (workspace_no, channel, address_key, reason, note, at, actor_type, actor_id)
    select ${ctx.workspaceNo}, ${entry.channel}, key, ${entry.reason}, ${entry.note ?? null}, ${ctx.now.toISOString()}::timestamptz,
           ${ctx.actor.type}, ${actorId(ctx.actor)}
      from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as k(key)
    on conflict (workspace_no, channel, address_key) do update
      set reason = case when array_position(${strength}, suppressions.reason) < array_position(${strength}, excluded.reason)
                        then excluded.reason else suppressions.reason end,
          note = excluded.note, at = excluded.at, actor_type = excluded.actor_type, actor_id = excluded.actor_id
      where array_position(${strength}, suppressions.reason) < array_position(${strength}, excluded.reason)
         or suppressions.actor_id like 'merge %'
    returning address_key, xmax = 0 as fresh`);
  return [...rows].flatMap((row) => (row.fresh ? [row.address_key] : []));
}

/**
 * Puts addresses on the list of those nobody writes to. Members add by hand (`manual`); bounces and complaints come
 * from providers and jobs. What is no address is returned with its place and what is wrong, never guessed. Idempotent.
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
    const problems: AddressProblem[] = [];
    for (const [index, address] of input.addresses.entries()) {
      const key = normaliseEmail(address);
      if (key) keys.add(key);
      else if (address !== "") problems.push({ line: index + 1, text: address, problem: addressFault(address) });
    }
    await lockAddresses(tx, ctx.workspaceNo);
    const added = await suppressKeys(tx, ctx, [...keys], input);
    return {
      result: {
        added: added.length,
        already: keys.size - added.length,
        invalid: problems.map((problem) => problem.text),
        problems,
      },
      audit: {
        action: "suppression.add",
        entityType: "suppression",
        changes: { channel: input.channel, reason: input.reason, addresses: keys.size, added: added.length },
      },
      events: [],
    };
  },
});
