import "server-only";
import type { BrandLook } from "@/contracts/brand";
import { type ContentFinding, type EmailVariables, MERGE_TAGS, type RenderedEmail } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { contactVariables, fieldDefinitions, findContactsForPreview } from "@/server/contacts";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type CompiledEmail, compileEmail } from "./compile-email";
import type { EmailBrand } from "./email-source";
import { loadBrand } from "./load";
import { type ContentFacts, contentFindings } from "./rules/content-findings";
import { sampleVariables } from "./samples";

/** What to say about a document as it stands: compiled, rendered for a few real people, compared with the fields here. */
export async function checkContent(tx: Tx, workspaceNo: number, document: EmailDocument): Promise<ContentFinding[]> {
  return (await inspectContent(tx, workspaceNo, document, null)).findings;
}

export type Inspection = {
  email: RenderedEmail | null;
  problem: string | null;
  findings: ContentFinding[];
  htmlBytes: number;
};

/** The check together with the message it looked at: for `variables`, or for a sample person. */
export async function inspectContent(
  tx: Tx,
  workspaceNo: number,
  document: EmailDocument,
  variables: EmailVariables | null,
  look?: BrandLook,
): Promise<Inspection> {
  const stored = await loadBrand(tx, workspaceNo);
  const brand = look ? { ...plainOf(stored), ...look } : stored;
  const fields = await fieldDefinitions(tx, workspaceNo);
  const people = (await findContactsForPreview(tx, workspaceNo)).map(({ row }) => contactVariables(row));
  const compiled = await tryCompile(document, brand);
  const base = sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress });
  const asked = variables ?? base;
  const result = compiled.ok ? compiled.email.render(asked) : null;
  const email = result?.ok ? result.email : null;
  const facts: ContentFacts = {
    document,
    postalAddress: brand.postalAddress,
    problem: compiled.ok ? null : compiled.problem,
    email,
    failure: result && !result.ok ? failureOf(result) : null,
    htmlBytes: email ? Buffer.byteLength(email.html) : 0,
    tags: compiled.ok ? compiled.email.tags : [],
    knownTags: new Set([
      ...MERGE_TAGS.map(({ tag }) => tag),
      "contact.name",
      ...fields.map(({ key }) => `contact.${key}`),
    ]),
    removed: compiled.ok ? compiled.email.removed : [],
    lacking: compiled.ok ? lackingValues(compiled.email, base, people) : [],
  };
  const problem = facts.problem?.message ?? facts.failure;
  return { email, problem, findings: contentFindings(facts), htmlBytes: facts.htmlBytes };
}

/** Without the stored look, of which a tried-out one is not a part. */
const plainOf = ({ workspaceName, postalAddress, timeZone, locale, currency }: EmailBrand): EmailBrand => ({
  workspaceName,
  postalAddress,
  timeZone,
  locale,
  currency,
});

type Compiled =
  | { ok: true; email: CompiledEmail }
  | { ok: false; problem: { where: ContentFinding["where"]; message: string } };

async function tryCompile(document: EmailDocument, brand: EmailBrand): Promise<Compiled> {
  try {
    return { ok: true, email: await compileEmail(document, brand) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const field = error.details.field;
    const where = field === "subject" || field === "preheader" || field === "text" ? field : "html";
    return { ok: false, problem: { where, message: error.message } };
  }
}

const failureOf = (result: { reason: string; detail: string }): string =>
  result.reason === "aborted_by_template"
    ? `The template says not to send to this person: ${result.detail}`
    : result.detail;

function lackingValues(
  compiled: CompiledEmail,
  base: EmailVariables,
  people: Record<string, unknown>[],
): ContentFacts["lacking"] {
  const counts = new Map<string, number>();
  for (const contact of people) {
    const result = compiled.render({ ...base, contact });
    if (result.ok) for (const tag of result.email.missing) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].map(([tag, lacking]) => ({ tag, people: lacking, of: people.length }));
}
