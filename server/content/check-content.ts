import "server-only";
import type { BrandLook } from "@/contracts/brand";
import {
  type ClientSupport,
  type ContentFinding,
  type EmailVariables,
  MERGE_TAGS,
  type RenderedEmail,
} from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { languageOf } from "@/contracts/documents/email-languages";
import { contactVariables, fieldDefinitions, findContactsForPreview } from "@/server/contacts";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type CompiledEmail, compileEmail } from "./compile-email";
import type { EmailBrand } from "./email-source";
import { loadBrand } from "./load";
import { clientSupport } from "./rules/client-support";
import { type ContentFacts, contentFindings, worstFirst } from "./rules/content-findings";
import { sampleVariables } from "./samples";
import { withSnippets } from "./snippets/load";

/** What to say about a document as it stands: compiled, rendered for a few real people, compared with the fields here. */
export async function checkContent(tx: Tx, workspaceNo: number, document: EmailDocument): Promise<ContentFinding[]> {
  return (await inspectContent(tx, workspaceNo, document, null)).findings;
}

export type Inspection = {
  email: RenderedEmail | null;
  problem: string | null;
  findings: ContentFinding[];
  htmlBytes: number;
  /** What each of the awkward people lacks, by contact uuid. */
  missing: Map<string, string[]>;
  support: ClientSupport[];
};

export type InspectOptions = {
  look?: BrandLook;
  /** Which variant to show; left out: the one that fits `variables`. */
  language?: string | null;
};

/** The check together with the message it looked at: for `variables`, or for a sample person. */
export async function inspectContent(
  tx: Tx,
  workspaceNo: number,
  document: EmailDocument,
  variables: EmailVariables | null,
  { look, language }: InspectOptions = {},
): Promise<Inspection> {
  const stored = await loadBrand(tx, workspaceNo);
  const brand = look ? { ...plainOf(stored), ...look } : stored;
  const fields = await fieldDefinitions(tx, workspaceNo);
  const people = await findContactsForPreview(tx, workspaceNo);
  const compiled = await tryCompile(await withSnippets(tx, workspaceNo, document), brand);
  const base = sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress });
  const asked = variables ?? base;
  const knownTags = new Set([
    ...MERGE_TAGS.map(({ tag }) => tag),
    "contact.name",
    ...fields.map(({ key }) => `contact.${key}`),
  ]);
  if (!compiled.ok) {
    const facts = { ...NOTHING, document, postalAddress: brand.postalAddress, knownTags, problem: compiled.problem };
    const findings = contentFindings(facts);
    return { ...EMPTY, problem: compiled.problem.message, findings };
  }
  const contacts = people.map(({ row }) => contactVariables(row));
  const perLanguage = [...compiled.email.languages].map(([locale, { tags, removed }]) => {
    const result = compiled.email.render(asked, locale);
    const email = result.ok ? result.email : null;
    const findings = contentFindings({
      document: languageOf(document, locale),
      postalAddress: brand.postalAddress,
      problem: null,
      email,
      failure: result.ok ? null : failureOf(result),
      htmlBytes: email ? Buffer.byteLength(email.html) : 0,
      tags,
      knownTags,
      removed,
      lacking: lackingValues(compiled.email, base, contacts, locale),
      support: email ? clientSupport(email.html) : [],
    });
    return locale === null ? findings : ofVariant(findings, locale);
  });
  const result = compiled.email.render(asked, language);
  const email = result.ok ? result.email : null;
  return {
    email,
    problem: result.ok ? null : failureOf(result),
    findings: worstFirst(perLanguage.flat()),
    htmlBytes: email ? Buffer.byteLength(email.html) : 0,
    missing: missingOf(compiled.email, base, people, language),
    support: email ? clientSupport(email.html) : [],
  };
}

const NOTHING = { email: null, failure: null, htmlBytes: 0, tags: [], removed: [], lacking: [], support: [] };
const EMPTY = { email: null, htmlBytes: 0, missing: new Map<string, string[]>(), support: [] };

/** What is good about a variant goes without saying, and what is about the workspace was said once. */
const ofVariant = (findings: readonly ContentFinding[], language: string): ContentFinding[] =>
  findings
    .filter(({ level, code }) => level !== "good" && code !== "address_unset")
    .map((finding) => ({ ...finding, language, message: `${language}: ${finding.message}` }));

/** What the workspace itself lacks is said once, not for each person. */
const isOfContact = (tag: string): boolean => tag.startsWith("contact.");

function missingOf(
  compiled: CompiledEmail,
  base: EmailVariables,
  people: Awaited<ReturnType<typeof findContactsForPreview>>,
  language?: string | null,
): Map<string, string[]> {
  return new Map(
    people.map(({ row }) => {
      const result = compiled.render({ ...base, contact: contactVariables(row) }, language);
      return [row.id, result.ok ? result.email.missing.filter(isOfContact) : []];
    }),
  );
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
  language: string | null,
): ContentFacts["lacking"] {
  const counts = new Map<string, number>();
  for (const contact of people) {
    const result = compiled.render({ ...base, contact }, language);
    if (result.ok)
      for (const tag of result.email.missing.filter(isOfContact)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].map(([tag, lacking]) => ({ tag, people: lacking, of: people.length }));
}
