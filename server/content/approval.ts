import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, gt, inArray, isNotNull } from "drizzle-orm";
import type { ContentPolicy } from "@/contracts/approvals";
import { type EmailDocument, parseStoredEmail } from "@/contracts/documents/email";
import { contentPolicies, snippets, templates, templateVersions } from "@/drizzle/schema/content";
import type { Tx } from "@/server/platform/db";
import { approvalProblem } from "./rules/lifecycle";
import { withSnippets } from "./snippets/load";

/** What the workspace asks of its content; without a row it asks nothing. */
export async function contentPolicyOf(tx: Tx, workspaceNo: number): Promise<ContentPolicy> {
  const [row] = await tx.select().from(contentPolicies).where(eq(contentPolicies.workspaceNo, workspaceNo));
  return { requiresApproval: row?.requiresApproval ?? false };
}

/**
 * Why a launch may not use this e-mail, and what to do about it; null: it may. Compared as read, not as stored, so that
 * a document written before a field got its default still equals itself.
 */
export async function findApprovalProblem(
  tx: Tx,
  workspaceNo: number,
  content: { document: EmailDocument; templateId: string | null },
): Promise<string | null> {
  const { requiresApproval } = await contentPolicyOf(tx, workspaceNo);
  if (!requiresApproval) return null;
  const [template] = content.templateId
    ? await tx
        .select()
        .from(templates)
        .where(and(eq(templates.workspaceNo, workspaceNo), eq(templates.id, content.templateId)))
    : [];
  const approved = template
    ? await tx
        .select({ document: templateVersions.document, approvedAt: templateVersions.approvedAt })
        .from(templateVersions)
        .where(
          and(
            eq(templateVersions.workspaceNo, workspaceNo),
            eq(templateVersions.templateNo, template.templateNo),
            isNotNull(templateVersions.approvedAt),
          ),
        )
        .orderBy(desc(templateVersions.version))
    : [];
  const plain = withoutSnippets(content.document);
  const match = approved.find(({ document }) => isDeepStrictEqual(withoutSnippets(parseStoredEmail(document)), plain));
  return approvalProblem({
    requiresApproval,
    template: template ? { name: template.name, isArchived: template.status === "archived" } : null,
    approvedVersions: approved.length,
    isApproved: match !== undefined,
    changedSnippets: match?.approvedAt ? await snippetsChangedSince(tx, workspaceNo, plain, match.approvedAt) : [],
  });
}

/** Snippets are frozen beside the document at a launch; they are looked at by their own times. */
function withoutSnippets(document: EmailDocument): EmailDocument {
  const { snippets: _frozen, ...rest } = document;
  return rest;
}

async function snippetsChangedSince(
  tx: Tx,
  workspaceNo: number,
  document: EmailDocument,
  approvedAt: Date,
): Promise<string[]> {
  const keys = Object.keys((await withSnippets(tx, workspaceNo, document)).snippets ?? {});
  if (keys.length === 0) return [];
  const rows = await tx
    .select({ name: snippets.name })
    .from(snippets)
    .where(and(eq(snippets.workspaceNo, workspaceNo), inArray(snippets.key, keys), gt(snippets.updatedAt, approvedAt)));
  return rows.map(({ name }) => name);
}
