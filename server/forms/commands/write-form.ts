import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { formInputSchema, formUpdateSchema } from "@/contracts/forms";
import { idOf } from "@/contracts/ids";
import { forms } from "@/drizzle/schema/forms";
import { findTopic } from "@/server/consent";
import { defineCommand, none } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { type FormRow, loadForm, toForm } from "../load";

export const createForm = defineCommand({
  name: "form.create",
  permission: "consent:write",
  input: formInputSchema,
  async run(ctx, input, tx) {
    await demandTopics(tx, ctx.workspaceNo, input.topicIds);
    const formNo = await takeNumbers(tx, ctx.workspaceNo, "form");
    const [row] = await tx
      .insert(forms)
      .values({
        ...input,
        successMessage: input.successMessage || null,
        workspaceNo: ctx.workspaceNo,
        formNo,
        id: uuidv7(ctx.now),
      })
      .returning();
    if (!row) throw new Error("the insert of a form returned nothing");
    return {
      result: toForm(row),
      audit: { action: "form.create", entityType: "form", entityId: row.id, changes: { name: row.name } },
      events: [],
    };
  },
});

/** In force for the next visitor; who signed up before agreed to the wording of that time, which is kept with them. */
export const updateForm = defineCommand({
  name: "form.update",
  permission: "consent:write",
  input: formUpdateSchema,
  async run(ctx, { id, ...input }, tx) {
    const before = await loadForm(tx, ctx.workspaceNo, id);
    await demandTopics(tx, ctx.workspaceNo, input.topicIds);
    const row = await setForm(tx, before, {
      ...input,
      successMessage: input.successMessage || null,
      updatedAt: ctx.now,
    });
    const changes = before.wording === row.wording ? {} : { wording: { from: before.wording, to: row.wording } };
    return {
      result: toForm(row),
      audit: { action: "form.update", entityType: "form", entityId: row.id, changes },
      events: [],
    };
  },
});

/** Takes a form off the web, or puts it back. */
export const archiveForm = defineCommand({
  name: "form.archive",
  permission: "consent:write",
  input: z.object({ id: idOf("form"), archived: z.boolean().default(true) }),
  async run(ctx, { id, archived }, tx) {
    const before = await loadForm(tx, ctx.workspaceNo, id);
    if ((before.archivedAt !== null) === archived)
      return { result: toForm(before), audit: none("it was so already"), events: [] };
    const row = await setForm(tx, before, { archivedAt: archived ? ctx.now : null, updatedAt: ctx.now });
    return {
      result: toForm(row),
      audit: { action: archived ? "form.archive" : "form.restore", entityType: "form", entityId: row.id },
      events: [],
    };
  },
});

async function demandTopics(tx: Tx, workspaceNo: number, ids: readonly string[]): Promise<void> {
  for (const id of ids) if (!(await findTopic(tx, workspaceNo, id))) throw notFound("topic");
}

async function setForm(tx: Tx, before: FormRow, set: Partial<typeof forms.$inferInsert>): Promise<FormRow> {
  const [row] = await tx
    .update(forms)
    .set(set)
    .where(and(eq(forms.workspaceNo, before.workspaceNo), eq(forms.formNo, before.formNo)))
    .returning();
  if (!row) throw notFound("form");
  return row;
}
