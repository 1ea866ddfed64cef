import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { emailSchema, maskEmail, normaliseEmail } from "@/contracts/addresses";
import { CHANNELS } from "@/contracts/channels";
import { REMOVALS } from "@/contracts/suppressions";
import { suppressions } from "@/drizzle/schema/consent";
import { lockAddresses } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError, notFound } from "@/server/platform/errors";

/**
 * Takes an address off the list; the reason why is kept in the audit log. Gives no consent. A complaint comes off only
 * with the address typed once more; an opt-out and an erasure never do (`REMOVALS`).
 */
export const removeSuppression = defineCommand({
  name: "suppression.remove",
  permission: "consent:write",
  input: z.object({
    address: emailSchema,
    channel: z.enum(CHANNELS).default("email"),
    why: z.string().trim().min(3, "Say why this address may be written to again.").max(500),
    /** The address once more, where the reason asks for it. */
    confirm: z.string().trim().max(254).optional(),
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
    const removal = REMOVALS[found.reason];
    if (removal.may === "never") throw new AppError("CONSENT_REQUIRED", removal.because, { reason: found.reason });
    if (removal.may === "typed" && normaliseEmail(input.confirm ?? "") !== key)
      throw new AppError("VALIDATION_ERROR", `confirm: ${removal.because} Type the address once more to go on.`, {
        field: "confirm",
        reason: found.reason,
      });
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
