import "server-only";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import type { PreviewContact } from "@/contracts/content";
import { publicId } from "@/contracts/ids";
import { findContactsForPreview } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";

/** A handful of real people to preview with: typical and awkward ones, each with why it was chosen. */
export const listPreviewContacts = defineQuery({
  name: "template.preview-contacts",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<PreviewContact[]> {
    const found = await findContactsForPreview(tx, ctx.workspaceNo);
    return found.map(({ row, why }) => {
      const name = [row.firstName, row.lastName].filter(Boolean).join(" ");
      const email = row.email === null || allowed(ctx, "contact:pii") ? row.email : maskEmail(row.email);
      return { id: publicId("contact", row.id), label: name || (email ?? "No name"), detail: why };
    });
  },
});
