import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { signups } from "@/drizzle/schema/forms";
import { defineCommand, none } from "@/server/platform/command";

const byNo = z.object({ signupNo: z.number().int() });

/** The entry goes, who and what stays. Settled once; a second time changes nothing. */
export const keepSettled = defineCommand({
  name: "form.settle",
  permission: "consent:write",
  input: byNo.extend({
    contactNo: z.number().int(),
    topicNos: z.array(z.number().int()),
    needsConfirmation: z.boolean(),
  }),
  async run(ctx, { signupNo, ...set }, tx) {
    await tx
      .update(signups)
      .set({ ...set, entry: null })
      .where(and(eq(signups.workspaceNo, ctx.workspaceNo), eq(signups.signupNo, signupNo), isNull(signups.contactNo)));
    return { result: null, audit: none("the ledger has it"), events: [] };
  },
});

/** The first press of the button counts. */
export const keepConfirmed = defineCommand({
  name: "form.confirm",
  permission: "consent:write",
  input: byNo,
  async run(ctx, { signupNo }, tx) {
    await tx
      .update(signups)
      .set({ confirmedAt: ctx.now })
      .where(
        and(eq(signups.workspaceNo, ctx.workspaceNo), eq(signups.signupNo, signupNo), isNull(signups.confirmedAt)),
      );
    return { result: null, audit: none("the ledger has it"), events: [] };
  },
});
