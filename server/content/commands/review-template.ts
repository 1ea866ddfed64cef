import "server-only";
import { z } from "zod";
import { commentTextSchema, reviewTextSchema } from "@/contracts/approvals";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadDocument, lockTemplate } from "../load";
import { toTemplate } from "../record";
import { addEntry, moveTemplate, stampApproval } from "../reviews";

const version = z.coerce.number().int().min(1);
const stepInput = z.object({
  id: idOf("template"),
  expectedVersion: version,
  text: reviewTextSchema.default(""),
});

/** Puts the newest version before whoever may approve. */
export const requestApproval = defineCommand({
  name: "template.request-approval",
  permission: "content:write",
  input: stepInput,
  async run(ctx, { id, expectedVersion, text }, tx) {
    const row = await lockTemplate(tx, ctx.workspaceNo, id);
    const moved = await moveTemplate(tx, ctx, row, { to: "in_review", expectedVersion, verb: "put up for approval" });
    await addEntry(tx, ctx, row, { version: expectedVersion, kind: "requested", text });
    return {
      result: toTemplate(moved, await loadDocument(tx, moved)),
      audit: {
        action: "template.request-approval",
        entityType: "template",
        entityId: row.id,
        changes: { version: expectedVersion },
      },
      events: [],
    };
  },
});

/** Approves the newest version: from now on campaigns begin with it, whatever is written after it. */
export const approveTemplate = defineCommand({
  name: "template.approve",
  permission: "content:approve",
  input: stepInput,
  async run(ctx, { id, expectedVersion, text }, tx) {
    const row = await lockTemplate(tx, ctx.workspaceNo, id);
    const approvedVersion = expectedVersion;
    const moved = await moveTemplate(tx, ctx, row, {
      to: "approved",
      expectedVersion,
      verb: "approved",
      approvedVersion,
    });
    await stampApproval(tx, row, expectedVersion, ctx.now);
    await addEntry(tx, ctx, row, { version: expectedVersion, kind: "approved", text });
    return {
      result: toTemplate(moved, await loadDocument(tx, moved)),
      audit: {
        action: "template.approve",
        entityType: "template",
        entityId: row.id,
        changes: { version: expectedVersion, before: row.approvedVersion },
      },
      events: [],
    };
  },
});

/** Gives a version that waits for approval back to its authors, with what is missing. */
export const sendBackTemplate = defineCommand({
  name: "template.send-back",
  permission: "content:approve",
  input: stepInput.extend({ text: commentTextSchema }),
  async run(ctx, { id, expectedVersion, text }, tx) {
    const row = await lockTemplate(tx, ctx.workspaceNo, id);
    const moved = await moveTemplate(tx, ctx, row, { to: "draft", expectedVersion, verb: "sent back" });
    await addEntry(tx, ctx, row, { version: expectedVersion, kind: "sent_back", text });
    return {
      result: toTemplate(moved, await loadDocument(tx, moved)),
      audit: {
        action: "template.send-back",
        entityType: "template",
        entityId: row.id,
        changes: { version: expectedVersion },
      },
      events: [],
    };
  },
});
