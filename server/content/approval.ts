import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { ContentPolicy } from "@/contracts/approvals";
import { type EmailDocument, parseStoredEmail } from "@/contracts/documents/email";
import { contentPolicies, templates, templateVersions } from "@/drizzle/schema/content";
import type { Tx } from "@/server/platform/db";
import { approvalProblem } from "./rules/lifecycle";

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
        .select({ document: templateVersions.document })
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
  return approvalProblem({
    requiresApproval,
    template: template ? { name: template.name, isArchived: template.status === "archived" } : null,
    approvedVersions: approved.length,
    isApproved: approved.some(({ document }) => isDeepStrictEqual(parseStoredEmail(document), content.document)),
  });
}
