import "server-only";
import { z } from "zod";
import type { CodeLine, ComparedPicture, TextChange, VersionComparison } from "@/contracts/compare-versions";
import type { EmailDocument } from "@/contracts/documents/email";
import { languageOf } from "@/contracts/documents/email-languages";
import { TEMPLATE_PROPS } from "@/contracts/email-templates";
import { idOf } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { compileEmail } from "../compile-email";
import type { EmailBrand } from "../email-source";
import { loadBrand, loadDocument, loadTemplate } from "../load";
import { inLines } from "../rules/code-lines";
import { describeChanges } from "../rules/describe-changes";
import { diffSequence } from "../rules/diff-sequence";
import { markChanges } from "../rules/mark-changes";
import { sampleVariables } from "../samples";
import { withSnippets } from "../snippets/load";

const CONTEXT = 2;
const MAX_LINES = 600;
const version = z.coerce.number().int().min(1);

/** Two versions of a template against each other: words, parts, pictures of the default language with marks, and code. */
export const compareVersions = defineQuery({
  name: "template.compare-versions",
  permission: "content:read",
  input: z.object({ id: idOf("template"), from: version, to: version }),
  async run(ctx, { id, from, to }, tx): Promise<VersionComparison> {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    const [before, after] = [await loadDocument(tx, row, from), await loadDocument(tx, row, to)];
    const brand = await loadBrand(tx, ctx.workspaceNo);
    const show = async (document: EmailDocument) =>
      look(await withSnippets(tx, ctx.workspaceNo, languageOf(document, null)), brand);
    const [old, now] = [await show(before), await show(after)];
    const marked = old.html !== null && now.html !== null ? markChanges(old.html, now.html) : null;
    const hunks = hunksOf(old.code, now.code);
    const code = firstHunks(hunks);
    return {
      from,
      to,
      subject: wordsOf(before.subject, after.subject),
      preheader: wordsOf(before.preheader, after.preheader),
      text: wordsOf(before.text, after.text),
      changes: describeChanges(before, after, labelOf),
      before: { html: marked?.before ?? old.html, problem: old.problem },
      after: { html: marked?.after ?? now.html, problem: now.problem },
      code,
      isCodeCut: code.length < hunks.length,
    };
  },
});

const labelOf = (template: string, prop: string): string => {
  const props: Record<string, readonly { key: string; label: string }[]> = TEMPLATE_PROPS;
  return props[template]?.find(({ key }) => key === prop)?.label ?? prop;
};

/** A version for a made-up person, and its code; one that does not compile is shown with why. */
async function look(document: EmailDocument, brand: EmailBrand): Promise<ComparedPicture & { code: string }> {
  const own = document.mode === "code" ? document.html : null;
  try {
    // The layout writes the preheader into the body; it is compared as a field of its own.
    const email = await compileEmail({ ...document, preheader: "" }, brand);
    const result = email.render(sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress }));
    const code = own ?? inLines(email.source);
    return result.ok ? { html: result.email.html, problem: null, code } : { html: null, problem: result.detail, code };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { html: null, problem: error.message, code: own ?? "" };
  }
}

function wordsOf(before: string, after: string): TextChange[] | null {
  if (before === after) return null;
  const cut = (text: string) => text.match(/\s+|[^\s]+/g) ?? [];
  return diffSequence(cut(before), cut(after)).map(({ kind, items }) => ({ kind, text: items.join("") }));
}

/** As many as the answer holds. */
function firstHunks(hunks: CodeLine[][]): CodeLine[][] {
  let lines = 0;
  return hunks.filter((hunk) => {
    lines += hunk.length;
    return lines <= MAX_LINES;
  });
}

/** Changed lines with two around them, as far as they stand together. */
function hunksOf(before: string, after: string): CodeLine[][] {
  const lines: CodeLine[] = [];
  let [old, now] = [0, 0];
  for (const { kind, items } of diffSequence(before.split("\n"), after.split("\n")))
    for (const text of items) {
      if (kind !== "added") old += 1;
      if (kind !== "removed") now += 1;
      lines.push({ kind, text, before: kind === "added" ? null : old, after: kind === "removed" ? null : now });
    }
  const isNear = lines.map(() => false);
  for (const [at, line] of lines.entries())
    if (line.kind !== "same") for (let near = at - CONTEXT; near <= at + CONTEXT; near += 1) isNear[near] = true;
  const hunks: CodeLine[][] = [];
  for (const [at, line] of lines.entries()) {
    if (!isNear[at]) continue;
    const last = hunks.at(-1);
    if (last && isNear[at - 1]) last.push(line);
    else hunks.push([line]);
  }
  return hunks;
}
