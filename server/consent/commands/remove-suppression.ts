import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { emailSchema, maskEmail, normaliseEmail } from "@/contracts/addresses";
import { CHANNELS } from "@/contracts/channels";
import type { SuppressionReason } from "@/contracts/consent";
import { suppressions } from "@/drizzle/schema/consent";
import { lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError, notFound } from "@/server/platform/errors";

/** A mailbox can be repaired and a typo taken back; a complaint, an opt-out and an erasure are the person's own. */
const REMOVABLE: readonly SuppressionReason[] = ["manual", "hard_bounce"];

/** Takes an address off the list; the reason why is kept in the audit log. Gives no consent. */
export const removeSuppression = defineCommand({
  name: "suppression.remove",
  permission: "consent:write",
  input: z.object({
    address: emailSchema,
    channel: z.enum(CHANNELS).default("email"),
    why: z.string().trim().min(3, "Say why this address may be written to again.").max(500),
  }),
  async run(ctx, input, tx) {
    const key = normaliseEmail(input.address) ?? "";
    await lockAddresses(tx, ctx.workspaceNo);
    const where = and(
      eq(suppressions.workspaceNo, ctx.workspaceNo),
      eq(suppressions.channel, input.channel),
      eq(suppressions.addressKey, key),
    );
    const [found] = await tx.select({ reason: suppressions.reason }).from(suppressions).where(where);
    if (!found) throw notFound("suppression");
    if (!REMOVABLE.includes(found.reason))
      throw new AppError(
        "CONSENT_REQUIRED",
        "The person asked for this. Only addresses suppressed by hand or after a hard bounce can be removed.",
        {
          reason: found.reason,
        },
      );
    await tx.delete(suppressions).where(where);
    return {
      result: { removed: true },
      audit: {
        action: "suppression.remove",
        entityType: "suppression",
        changes: { channel: input.channel, was: found.reason, why: input.why, address: maskEmail(key) },
      },
      events: [],
    };
  },
});
