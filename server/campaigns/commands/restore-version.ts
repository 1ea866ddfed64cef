import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadCampaign, toCampaign } from "../load";
import { loadVersions } from "../queries/read-versions";
import { checkReferences } from "../references";
import { scheduledEvent } from "../scheduled-event";
import { writeDefinition } from "../write-definition";

/** Brings back what a version said, as a new version on top; when it goes out stays as it is. */
export const restoreCampaignVersion = defineCommand({
  name: "campaign.restore-version",
  permission: "campaign:update",
  input: z.object({
    campaignId: idOf("campaign"),
    version: z.coerce.number().int(),
    expectedVersion: z.number().int().optional(),
  }),
  async run(ctx, { campaignId, version, expectedVersion }, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    const [definition] = await loadVersions(tx, before, [version]);
    if (!definition) throw new Error("loadVersions answers with what was asked");
    const { name, content, providerNo } = definition;
    const audience = await checkReferences(tx, ctx.workspaceNo, definition);
    const row = await writeDefinition(tx, ctx, before, {
      set: { name, audience: audience ?? definition.audience, content, providerNo },
      expectedVersion,
      cause: "restored",
    });
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.restore-version",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { restored: version, version: row.version },
      },
      events: scheduledEvent(row),
    };
  },
});
