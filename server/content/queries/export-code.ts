import "server-only";
import { z } from "zod";
import { type Block, type EmailDocument, emailDocumentSchema } from "@/contracts/documents/email";
import { defineQuery } from "@/server/platform/command";
import { compileEmail } from "../compile-email";
import { loadBrand } from "../load";
import { inLines } from "../rules/code-lines";
import { keyOf, RENDER_TAG } from "../rules/snippet-references";

/** The HTML and Liquid of a document, for going on in code. */
export const exportCode = defineQuery({
  name: "template.export-code",
  permission: "content:read",
  input: z.object({ document: emailDocumentSchema }),
  async run(ctx, { document }, tx): Promise<{ html: string }> {
    // The layout writes the preheader into the body; code mode adds it again.
    const { variants: _others, ...plain } = keepReferences(document);
    const compiled = await compileEmail({ ...plain, preheader: "" }, await loadBrand(tx, ctx.workspaceNo));
    return { html: inLines(compiled.source.replace(REFERENCE, "{% render '$1' %}")) };
  },
});

const REFERENCE = /\{% # render (\w+) %\}/g;

/** Snippets as Liquid comments, which compiling leaves alone: the code goes on including them. */
function keepReferences(document: EmailDocument): EmailDocument {
  const inText = (text: string) => text.replace(RENDER_TAG, (_, double, single) => comment(keyOf(double, single)));
  const inBlocks = (blocks: readonly Block[]): Block[] =>
    blocks.map((block) => {
      if (block.kind === "snippet") return { kind: "html", id: block.id, html: comment(block.snippet) };
      if (block.kind === "html" || block.kind === "text") return { ...block, html: inText(block.html) };
      if (block.kind === "when")
        return { ...block, blocks: inBlocks(block.blocks), otherwise: inBlocks(block.otherwise) };
      return block.kind === "repeat" ? { ...block, blocks: inBlocks(block.blocks) } : block;
    });
  if (document.mode === "react") return document;
  return document.mode === "code"
    ? { ...document, html: inText(document.html) }
    : { ...document, blocks: inBlocks(document.blocks) };
}

const comment = (key: string): string => (key === "" ? "" : `{% # render ${key} %}`);
