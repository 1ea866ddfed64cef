import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { ContentFinding } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { type LanguageCount, languageShares, languagesOf } from "@/contracts/documents/email-languages";
import { eligibilitySql } from "@/server/consent";
import { inPipeline } from "@/server/platform/db";

/** The locales of those who may be written to now. Always binds the workspace. */
export async function countLocales(
  workspaceNo: number,
  condition: SQL,
  options: { refuseDemo: boolean; topicNo: number | null },
): Promise<LanguageCount[]> {
  const rules = eligibilitySql({ purpose: "marketing", channel: "email", ...options });
  const rows = await inPipeline(async (tx) => {
    // Straight after an import there are no statistics yet, and a nested loop over everybody takes minutes.
    await tx.execute(sql`set local statement_timeout = '20s'; set local enable_nestloop = off`);
    return tx.execute<{ locale: string | null; people: string }>(sql`
      select nullif(c.locale, '') as locale, count(*) as people
        from (select c.* from contacts c where c.workspace_no = ${workspaceNo} and ${condition}) c
        ${sql.raw(rules.joins)}
       where (${sql.raw(rules.reason)}) is null
       group by 1 order by 2 desc, 1`);
  });
  return rows.map(({ locale, people }) => ({ locale, people: Number(people) }));
}

const people = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "person" : "people"}`;

/** How many get which language, and for whom the default stands in. Nothing for an e-mail of one language. */
export function languageFindings(
  document: EmailDocument,
  counts: readonly LanguageCount[],
  workspaceLocale: string,
): ContentFinding[] {
  if (languagesOf(document).length === 0) return [];
  const shares = languageShares(document, counts, workspaceLocale);
  const told = shares.map(({ language, people: count }) => `${language ?? "default"} ${count.toLocaleString("en")}`);
  const found: ContentFinding[] = [
    { level: "good", code: "languages", where: "html", message: `Languages: ${told.join(", ")}.` },
  ];
  const fallbacks = shares.flatMap((share) => share.fallbacks);
  if (fallbacks.length === 0) return found;
  const count = fallbacks.reduce((sum, fallback) => sum + fallback.people, 0);
  const locales = fallbacks.map(({ locale }) => locale).slice(0, 5);
  const more = fallbacks.length > locales.length ? " and others" : "";
  found.push({
    level: "should",
    code: "language_missing",
    where: "html",
    message: `${people(count)} of another language (${locales.join(", ")}${more}) get the default: there is no variant for them.`,
  });
  return found;
}
