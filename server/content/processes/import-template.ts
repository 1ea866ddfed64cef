import "server-only";
import { type ImportedTemplate, importTemplateSchema } from "@/contracts/content";
import { defineProcess } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { createTemplate } from "../commands/create-template";
import { makeMjml } from "../media/run-media";
import { countImages, dropIncludes, envelopeOf, isMjml, wordsForRemoved } from "../rules/import-source";
import { createLiquidVault, MARKER } from "../rules/liquid-vault";
import { prepareHtml } from "../rules/prepare-html";

/**
 * HTML or MJML of somebody else becomes a template in code: MJML is turned into HTML, HTML is cleaned as it would be
 * for sending, and what that changed is told. Liquid stays as it is.
 */
export const importTemplate = defineProcess({
  name: "template.import",
  permission: "content:write",
  input: importTemplateSchema,
  async run(ctx, { name, source }): Promise<ImportedTemplate> {
    const vault = createLiquidVault();
    const { title, preheader } = envelopeOf(source);
    const fromMjml = isMjml(source);
    const made = fromMjml ? await htmlOfMjml(vault.hide(source)) : { html: vault.hide(source), notes: [] };
    const { hidden, removed } = prepareHtml(made.html, vault);
    const html = vault.restore(hidden);
    if (html.length > 500_000)
      throw new AppError("VALIDATION_ERROR", "source: The HTML is longer than 500,000 characters.", {
        field: "source",
      });
    const notes = [...made.notes];
    if (removed.length > 0)
      notes.push(`Taken out, because mail programs or we refuse it: ${wordsForRemoved(removed).join(", ")}.`);
    const images = countImages(html);
    if (images > 0)
      notes.push(
        images === 1
          ? "One image stays at its old address. Add it under Images to serve it yourself."
          : `${images} images stay at their old addresses. Add them under Images to serve them yourself.`,
      );
    const template = await createTemplate(ctx, {
      name: name || title || (fromMjml ? "Imported MJML" : "Imported HTML"),
      document: { version: 1, mode: "code", subject: title, preheader, text: "", html },
      note: fromMjml ? "Imported from MJML" : "Imported from HTML",
    });
    return { template, notes };
  },
});

async function htmlOfMjml(source: string): Promise<{ html: string; notes: string[] }> {
  const own = dropIncludes(source);
  const { html, problems } = await makeMjml(own.source);
  const notes: string[] = [];
  if (own.dropped > 0) notes.push("mj-include was left out: put what it names into the file.");
  const kept = new Set(html.match(MARKER));
  const lost = [...new Set(own.source.match(MARKER))].filter((marker) => !kept.has(marker)).length;
  if (lost > 0) notes.push("Liquid between sections was dropped by MJML. Put it into mj-raw and import again.");
  if (problems.length > 0) notes.push(`MJML says: ${problems.slice(0, 5).join("; ")}.`);
  // Its own preheader is in the document, and would stand there twice.
  return { html: html.replace(/<div style="display:none;[^"]*">[\s\S]{0,2000}?<\/div>/, ""), notes };
}
