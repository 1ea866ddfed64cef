import "server-only";
import { and, eq } from "drizzle-orm";
import type { SignupForm } from "@/contracts/forms";
import { publicId } from "@/contracts/ids";
import { forms, type SignupEntry, signups } from "@/drizzle/schema/forms";
import { inPipeline, type Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import type { SignupRef } from "./tokens";

export type FormRow = typeof forms.$inferSelect;

export async function loadForm(tx: Tx, workspaceNo: number, id: string): Promise<FormRow> {
  const [row] = await tx
    .select()
    .from(forms)
    .where(and(eq(forms.workspaceNo, workspaceNo), eq(forms.id, id)));
  if (!row) throw notFound("form");
  return row;
}

/** By its public id alone, for visitors; the row names its workspace. Null when it is archived or unknown. */
export const findPublicForm = (id: string): Promise<FormRow | null> =>
  inPipeline(async (tx) => {
    const [row] = await tx.select().from(forms).where(eq(forms.id, id));
    return row && !row.archivedAt ? row : null;
  });

export const toForm = (row: FormRow): SignupForm => ({
  id: publicId("form", row.id),
  name: row.name,
  title: row.title,
  intro: row.intro,
  topicIds: row.topicIds.map((id) => publicId("topic", id)),
  wording: row.wording,
  fields: row.fields,
  doubleOptIn: row.doubleOptIn,
  successMessage: row.successMessage,
  redirectUrl: row.redirectUrl,
  archivedAt: row.archivedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

export type Signup = {
  id: string;
  signupNo: number;
  formId: string;
  doubleOptIn: boolean;
  entry: SignupEntry | null;
  contactNo: number | null;
  topicNos: number[];
  wording: string;
  language: string;
  ip: string | null;
  at: Date;
  needsConfirmation: boolean | null;
  confirmedAt: Date | null;
};

/** A sign-up with its form, for the processes; binds the workspace. */
export const readSignup = ({ workspaceNo, signupNo }: SignupRef): Promise<Signup | null> =>
  inPipeline(async (tx) => {
    const [found] = await tx
      .select({ signup: signups, formId: forms.id, doubleOptIn: forms.doubleOptIn })
      .from(signups)
      .innerJoin(forms, and(eq(forms.workspaceNo, signups.workspaceNo), eq(forms.formNo, signups.formNo)))
      .where(and(eq(signups.workspaceNo, workspaceNo), eq(signups.signupNo, signupNo)));
    return found ? { ...found.signup, formId: found.formId, doubleOptIn: found.doubleOptIn } : null;
  });
