import "server-only";
import type { Template, TemplateSummary } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { publicId } from "@/contracts/ids";
import type { TemplateRow } from "./load";

/** A template as it leaves the server. */
export const toTemplate = (row: TemplateRow, document: EmailDocument): Template => ({
  id: publicId("template", row.id),
  name: row.name,
  version: row.currentVersion,
  document,
  status: row.status,
  approvedVersion: row.approvedVersion,
  isArchived: row.archivedAt !== null,
  topicId: row.topicId && publicId("topic", row.topicId),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export function toSummary(row: TemplateRow, document: Pick<EmailDocument, "subject" | "mode">): TemplateSummary {
  return {
    id: publicId("template", row.id),
    name: row.name,
    version: row.currentVersion,
    status: row.status,
    approvedVersion: row.approvedVersion,
    isArchived: row.archivedAt !== null,
    topicId: row.topicId && publicId("topic", row.topicId),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    subject: document.subject,
    mode: document.mode,
  };
}
