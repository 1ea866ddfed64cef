import "server-only";
import { and, eq } from "drizzle-orm";
import { type ImportConsent, startImportSchema } from "@/contracts/imports";
import { imports } from "@/drizzle/schema/imports";
import { openTopics } from "@/server/consent";
import { addContactField, fieldDefinitions } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { type Ctx, demand } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { checkList, loadImport, refuse, toImport } from "../load";
import { rememberMapping } from "../mappings";
import { checkMapping } from "../rules/check-mapping";

/**
 * Freezes mapping and consent answer, makes the new fields and hands the file to the background. Granting needs
 * consent:write, new fields contact:write. A second start is CONFLICT.
 */
export const startImport = defineCommand({
  name: "import.start",
  permission: "contact:import",
  input: startImportSchema,
  async run(ctx, { importId, mapping, consent }, tx) {
    await checkConsent(tx, ctx, consent);
    if (mapping.tags?.length || mapping.columns.some((column) => column.to === "tags")) demand(ctx, "contact:write");
    if (mapping.listId) demand(ctx, "segment:write");
    await checkList(tx, ctx.workspaceNo, mapping);
    const record = await loadImport(tx, ctx.workspaceNo, importId, true);
    if (record.status !== "uploaded")
      throw new AppError("CONFLICT", "This import was already started.", { status: record.status });
    const fault = checkMapping(mapping, await fieldDefinitions(tx, ctx.workspaceNo), record.columns.length);
    if (fault) throw refuse(fault.path, fault.reason);
    for (const target of mapping.columns) {
      if (target.to !== "new_field") continue;
      demand(ctx, "contact:write");
      await addContactField(tx, ctx.workspaceNo, { key: target.key, label: target.label, type: target.type }, ctx.now);
    }
    await rememberMapping(tx, ctx, record.columns, mapping);
    const [row] = await tx
      .update(imports)
      .set({ mapping, consent, status: "queued" })
      .where(and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, record.importNo)))
      .returning();
    return {
      result: toImport(row ?? record, ctx.now),
      audit: {
        action: "import.start",
        entityType: "import",
        entityId: record.id,
        changes: { consent, collision: mapping.collision },
      },
      events: [{ name: "import.requested", data: { workspaceNo: ctx.workspaceNo, importNo: record.importNo } }],
    };
  },
});

/** Who may grant, no day in the future, and only topics a file can say yes to. */
async function checkConsent(tx: Tx, ctx: Ctx, consent: ImportConsent): Promise<void> {
  const topics = consent.topics ?? [];
  if (consent.kind === "none" && topics.length === 0) return;
  demand(ctx, "consent:write");
  const today = ctx.now.toISOString().slice(0, 10);
  if (consent.kind === "granted" && consent.agreedAt && consent.agreedAt > today)
    throw refuse("consent.agreedAt", "This day is in the future.");
  const open = await openTopics(
    tx,
    ctx.workspaceNo,
    topics.map((topic) => topic.topicId),
  );
  for (const [i, asked] of topics.entries()) {
    const field = `consent.topics.${i}`;
    const topic = open.find(({ id }) => id === asked.topicId);
    if (!topic) throw notFound("topic");
    if (topics.findIndex((other) => other.topicId === asked.topicId) !== i)
      throw refuse(`${field}.topicId`, `“${topic.name}” is named twice.`);
    if (topic.doubleOptIn)
      throw refuse(
        `${field}.topicId`,
        `People confirm “${topic.name}” by e-mail themselves; a file cannot do that for them.`,
      );
    if (asked.agreedAt && asked.agreedAt > today) throw refuse(`${field}.agreedAt`, "This day is in the future.");
  }
}
