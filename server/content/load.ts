import "server-only";
import { and, eq } from "drizzle-orm";
import { toBrandLook } from "@/contracts/brand";
import { type EmailDocument, parseStoredEmail } from "@/contracts/documents/email";
import { brand, workspaces } from "@/drizzle/schema/access";
import { templates, templateVersions } from "@/drizzle/schema/content";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import type { EmailBrand } from "./email-source";

export type TemplateRow = typeof templates.$inferSelect;

/** A template by its uuid; another tenant's id and a random one both end in NOT_FOUND. */
export async function loadTemplate(tx: Tx, workspaceNo: number, id: string): Promise<TemplateRow> {
  const [row] = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceNo, workspaceNo), eq(templates.id, id)));
  if (!row) throw notFound("template");
  return row;
}

/** The same with its row locked until the transaction ends: steps of an approval follow one another. */
export async function lockTemplate(tx: Tx, workspaceNo: number, id: string): Promise<TemplateRow> {
  const [row] = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceNo, workspaceNo), eq(templates.id, id)))
    .for("update");
  if (!row) throw notFound("template");
  return row;
}

/** One version's document; without `version` the current one. Leans on the primary key. */
export async function loadDocument(tx: Tx, row: TemplateRow, version = row.currentVersion): Promise<EmailDocument> {
  const [found] = await tx
    .select({ document: templateVersions.document })
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.workspaceNo, row.workspaceNo),
        eq(templateVersions.templateNo, row.templateNo),
        eq(templateVersions.version, version),
      ),
    );
  if (!found) throw notFound("version");
  return parseStoredEmail(found.document);
}

/** How this workspace's messages look and speak, as it is now. */
export async function loadBrand(tx: Tx, workspaceNo: number): Promise<EmailBrand> {
  const [row] = await tx
    .select({
      workspaceName: workspaces.name,
      postalAddress: workspaces.postalAddress,
      timeZone: workspaces.timeZone,
      locale: workspaces.locale,
      currency: workspaces.currency,
      look: brand,
    })
    .from(workspaces)
    .leftJoin(brand, eq(brand.workspaceNo, workspaces.workspaceNo))
    .where(eq(workspaces.workspaceNo, workspaceNo));
  if (!row) throw notFound("workspace");
  const { look, ...workspace } = row;
  return { ...workspace, ...(look ? toBrandLook(look) : {}) };
}
