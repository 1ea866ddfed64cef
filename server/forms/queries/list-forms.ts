import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { SignupForm } from "@/contracts/forms";
import { forms, signups } from "@/drizzle/schema/forms";
import { defineQuery } from "@/server/platform/command";
import { env } from "@/server/platform/env";
import { toForm } from "../load";

export type ListedForm = SignupForm & { url: string; endpoint: string; signups: number; confirmed: number };

/** Every form with where it is and how many people sent it; `confirmed` counts who answered the mail. */
export const listForms = defineQuery({
  name: "form.list",
  permission: "consent:read",
  input: z.object({ archived: z.boolean().default(false) }),
  async run(ctx, { archived }, tx): Promise<ListedForm[]> {
    const rows = await tx
      .select()
      .from(forms)
      .where(and(eq(forms.workspaceNo, ctx.workspaceNo), archived ? undefined : isNull(forms.archivedAt)))
      .orderBy(forms.formNo);
    const counts = await tx
      .select({
        formNo: signups.formNo,
        all: sql<number>`count(*)::int`,
        confirmed: sql<number>`count(${signups.confirmedAt})::int`,
      })
      .from(signups)
      .where(eq(signups.workspaceNo, ctx.workspaceNo))
      .groupBy(signups.formNo);
    return rows.map((row) => {
      const form = toForm(row);
      const count = counts.find((one) => one.formNo === row.formNo);
      return {
        ...form,
        url: `${env().APP_URL}/f/${form.id}`,
        endpoint: `${env().APP_URL}/api/f/${form.id}`,
        signups: count?.all ?? 0,
        confirmed: count?.confirmed ?? 0,
      };
    });
  },
});
