import "server-only";
import { z } from "zod";
import { emailDocumentSchema } from "@/contracts/documents/email";
import { defineQuery } from "@/server/platform/command";
import { compileEmail } from "../compile-email";
import { loadBrand } from "../load";

/** The HTML and Liquid of a document, for going on in code. */
export const exportCode = defineQuery({
  name: "template.export-code",
  permission: "content:read",
  input: z.object({ document: emailDocumentSchema }),
  async run(ctx, { document }, tx): Promise<{ html: string }> {
    // The layout writes the preheader into the body; code mode adds it again.
    const compiled = await compileEmail({ ...document, preheader: "" }, await loadBrand(tx, ctx.workspaceNo));
    return { html: compiled.source.replace(LINE_ENDS, "$1\n") };
  },
});

/** Where a line break changes nothing on screen: after blocks and between parts of tables. */
const LINE_ENDS =
  /((?:<\/(?:p|td|tr|table|tbody|div|h[1-3]|head|style|ul|ol|li|body)>)|(?:<(?:html|head|body|table|tbody|tr)\b[^>]*>)|(?:<meta\b[^>]*>))(?=<)/g;
