import "server-only";
import { z } from "zod";
import type { ClickMap, ClickSpot, LinkAnswer } from "@/contracts/reports";
import { workspaceByNo } from "@/server/access";
import { compileEmail, rewriteLinks, sampleVariables } from "@/server/content";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace } from "@/server/platform/db";
import { loadRun } from "../load";
import { placeClicks, withBadges } from "../rules/click-spots";
import { isWebAddress } from "../tokens";
import { linksOf } from "./run-links";

/**
 * The frozen e-mail as a made-up person would get it, with the people who followed each link written on it. Links lead
 * nowhere. `html` is null when the template does not render for somebody made up.
 */
export const clickMap = defineProcess({
  name: "delivery.click-map",
  permission: "campaign:read",
  input: z.object({ runNo: z.number().int() }),
  async run(ctx, { runNo }): Promise<ClickMap & { links: LinkAnswer[] }> {
    const { run, links } = await inWorkspace(ctx.workspaceNo, async (tx) => ({
      run: await loadRun(tx, ctx.workspaceNo, runNo),
      links: await linksOf(tx, ctx.workspaceNo, runNo),
    }));
    const workspace = await workspaceByNo(ctx.workspaceNo);
    const compiled = await compileEmail(run.content.document, {
      ...workspace,
      workspaceName: workspace.name,
      ...run.content.look,
    });
    const sample = sampleVariables(workspace);
    const answer = compiled.render({ ...sample, campaign: { name: run.content.campaignName ?? "" } });
    if (!answer.ok) return { html: null, spots: [], links };
    let spots: ClickSpot[] = [];
    const html = rewriteLinks(answer.email.html, (urls) => {
      const isTracked = urls.map(isWebAddress);
      spots = placeClicks(
        urls.filter((_, i) => isTracked[i]),
        links,
      );
      let at = 0;
      return urls.map((_, i) => (isTracked[i] ? `#link-${++at}` : "#"));
    });
    return { html: withBadges(html, spots), spots, links };
  },
});
