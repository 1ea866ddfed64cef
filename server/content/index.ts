import "server-only";
import "./field-uses";

export { checkContent } from "./check-content";
export { archiveTemplate } from "./commands/archive-template";
export { createTemplate } from "./commands/create-template";
export { duplicateTemplate } from "./commands/duplicate-template";
export { restoreTemplateVersion } from "./commands/restore-template-version";
export { saveTemplate } from "./commands/save-template";
export { type CompiledEmail, compileEmail } from "./compile-email";
export type { EmailBrand } from "./email-source";
export { exportCode } from "./queries/export-code";
export { getTemplate } from "./queries/get-template";
export { listPreviewContacts } from "./queries/list-preview-contacts";
export { listStarterTemplates } from "./queries/list-starter-templates";
export { listTemplateVersions } from "./queries/list-template-versions";
export { listTemplates } from "./queries/list-templates";
export { previewEmail, previewTemplate } from "./queries/preview-email";
export { findLinks, rewriteLinks } from "./rules/rewrite-links";
