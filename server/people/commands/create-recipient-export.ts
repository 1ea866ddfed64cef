import "server-only";
import { publicId } from "@/contracts/ids";
import { createRecipientExportSchema } from "@/contracts/people";
import { loadRunOf } from "@/server/campaigns";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { toExport } from "../exports";
import { insertExport } from "../insert-export";
import { RECIPIENT_COLUMNS } from "../rules/recipient-columns";

/** Asks for a file of a campaign's people with what became of each. Written in the background and kept for 7 days. */
export const createRecipientExport = defineCommand({
  name: "export.create-recipients",
  permission: "contact:export",
  input: createRecipientExportSchema,
  async run(ctx, { campaignId, filter, format, options }, tx) {
    demand(ctx, "campaign:read");
    const { campaign } = await loadRunOf(tx, ctx.workspaceNo, campaignId);
    const row = await insertExport(tx, ctx, {
      named: "recipients",
      format,
      options,
      selection: { kind: "recipients", campaignId: campaign.id, filter },
      columns: [...RECIPIENT_COLUMNS],
    });
    return {
      result: toExport(row),
      audit: {
        action: "export.create",
        entityType: "export",
        entityId: row.id,
        changes: { format, campaign: publicId("campaign", campaign.id), spreadsheet: options.spreadsheet },
      },
      events: [{ name: "export.requested", data: { workspaceNo: ctx.workspaceNo, exportNo: row.exportNo } }],
    };
  },
});
