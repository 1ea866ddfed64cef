import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import type { MergeRecord } from "@/contracts/merges";
import { loadContact, mergesInto } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { undoableUntil } from "../rules/undo-refusal";

/** Contacts that went into this one, the newest first. */
export const listMerges = defineQuery({
  name: "contact.merges",
  permission: "contact:read",
  input: z.object({ contactId: idOf("contact") }),
  async run(ctx, { contactId }, tx): Promise<MergeRecord[]> {
    const contact = await loadContact(tx, ctx.workspaceNo, contactId);
    const rows = await mergesInto(tx, ctx.workspaceNo, contact.contactNo);
    const seesPii = allowed(ctx, "contact:pii");
    return rows.map((row) => {
      const until = undoableUntil(row.at);
      const loser = row.snapshot?.loser;
      const name = [loser?.firstName, loser?.lastName].filter(Boolean).join(" ") || (seesPii && loser?.email) || null;
      return {
        id: publicId("merge", row.id),
        at: row.at.toISOString(),
        mergedId: publicId("contact", row.loserId),
        mergedName: name,
        undoableUntil: row.snapshot && until > ctx.now ? until.toISOString() : null,
      };
    });
  },
});
