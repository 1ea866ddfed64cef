import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { CampaignVersion, DefinitionChange } from "@/contracts/campaigns";
import { idOf } from "@/contracts/ids";
import { workspaces } from "@/drizzle/schema/access";
import { campaignVersions } from "@/drizzle/schema/campaigns";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { definitionsInWords } from "../in-words";
import { type CampaignRow, loadCampaign } from "../load";
import { changedParts, diffDefinitions } from "../rules/diff-definitions";
import { definitionOf } from "../versions";

const SHOWN = 50;

/** The last fifty versions, newest first, each with the parts that differ from the one before it. */
export const listCampaignVersions = defineQuery({
  name: "campaign.versions",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }, tx): Promise<CampaignVersion[]> {
    const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    const versions = await tx
      .select()
      .from(campaignVersions)
      .where(and(eq(campaignVersions.workspaceNo, ctx.workspaceNo), eq(campaignVersions.campaignNo, row.campaignNo)))
      .orderBy(desc(campaignVersions.version))
      .limit(SHOWN + 1);
    return versions.slice(0, SHOWN).map((version, at) => {
      const before = versions[at + 1];
      return {
        version: version.version,
        at: version.at.toISOString(),
        by: version.byName,
        cause: version.cause,
        changed: before ? changedParts(before.definition, version.definition) : [],
        isCurrent: at === 0,
      };
    });
  },
});

export async function loadVersions(tx: Tx, row: CampaignRow, wanted: number[]) {
  const rows = await tx
    .select()
    .from(campaignVersions)
    .where(
      and(
        eq(campaignVersions.workspaceNo, row.workspaceNo),
        eq(campaignVersions.campaignNo, row.campaignNo),
        inArray(campaignVersions.version, wanted),
      ),
    );
  return wanted.map((version) => {
    const found = rows.find((one) => one.version === version);
    if (!found) throw notFound("version");
    return found.definition;
  });
}

/** What differs between a version and a later one, or the campaign as it is now. */
export const diffCampaignVersions = defineQuery({
  name: "campaign.version-diff",
  permission: "campaign:read",
  input: z.object({
    campaignId: idOf("campaign"),
    version: z.coerce.number().int(),
    against: z.coerce.number().int().nullish(),
  }),
  async run(ctx, { campaignId, version, against }, tx): Promise<DefinitionChange[]> {
    const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    const [before, named] = await loadVersions(tx, row, against == null ? [version] : [version, against]);
    const after = named ?? definitionOf(row);
    if (!before) throw notFound("version");
    const [workspace] = await tx
      .select({ timeZone: workspaces.timeZone })
      .from(workspaces)
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    const scope = { workspaceNo: ctx.workspaceNo, timeZone: workspace?.timeZone ?? "UTC" };
    const [a, b] = await definitionsInWords(tx, scope, [before, after]);
    return a && b ? diffDefinitions(changedParts(before, after), a, b) : [];
  },
});
