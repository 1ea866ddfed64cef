import "server-only";
import { z } from "zod";
import { RECIPIENT_LANGUAGES } from "@/contracts/topics";
import { signups } from "@/drizzle/schema/forms";
import { defineCommand, none } from "@/server/platform/command";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";

/** Keeps what somebody sent and asks the background to settle it: the same work whoever it is. */
export const acceptSignup = defineCommand({
  name: "form.accept",
  permission: "consent:write",
  input: z.object({
    formNo: z.number().int(),
    wording: z.string(),
    language: z.enum(RECIPIENT_LANGUAGES),
    ip: z.string().max(64).nullable(),
    entry: z.object({
      email: z.string(),
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      topicIds: z.array(z.uuid()),
      hasSignal: z.boolean(),
    }),
  }),
  async run(ctx, input, tx) {
    const signupNo = await takeNumbers(tx, ctx.workspaceNo, "signup");
    await tx
      .insert(signups)
      .values({ ...input, workspaceNo: ctx.workspaceNo, signupNo, id: uuidv7(ctx.now), at: ctx.now });
    return {
      result: { signupNo },
      audit: none("the sign-up itself is kept, and the ledger holds what comes of it"),
      events: [{ name: "form.signed-up", data: { workspaceNo: ctx.workspaceNo, signupNo } }],
    };
  },
});
