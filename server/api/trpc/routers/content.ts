import "server-only";
import {
  approveTemplate,
  archiveTemplate,
  commentTemplate,
  createSnippet,
  createTemplate,
  deleteSnippet,
  duplicateTemplate,
  exportCode,
  getContentPolicy,
  getSnippet,
  getTemplate,
  listPreviewContacts,
  listReviewEntries,
  listSnippets,
  listSnippetVersions,
  listStarterTemplates,
  listTemplates,
  listTemplateVersions,
  previewEmail,
  previewTemplate,
  requestApproval,
  resolveComment,
  restoreSnippetVersion,
  restoreTemplateVersion,
  saveSnippet,
  saveTemplate,
  sendBackTemplate,
  setContentPolicy,
  setTemplateTopic,
  withdrawApproval,
} from "@/server/content";
import { mutationOf, procedure, queryOf, router } from "../init";

export const contentRouter = router({
  list: queryOf(listTemplates),
  get: queryOf(getTemplate),
  versions: queryOf(listTemplateVersions),
  starters: queryOf(listStarterTemplates),
  previewContacts: queryOf(listPreviewContacts),
  // Mutations only because documents do not fit into the URL of a query.
  preview: procedure
    .meta({ permission: previewEmail.spec.permission })
    .input(previewEmail.spec.input)
    .mutation(({ ctx, input }) => previewEmail(ctx.ctx, input)),
  exportCode: procedure
    .meta({ permission: exportCode.spec.permission })
    .input(exportCode.spec.input)
    .mutation(({ ctx, input }) => exportCode(ctx.ctx, input)),
  previewVersion: queryOf(previewTemplate),
  create: mutationOf(createTemplate),
  save: mutationOf(saveTemplate),
  restoreVersion: mutationOf(restoreTemplateVersion),
  duplicate: mutationOf(duplicateTemplate),
  archive: mutationOf(archiveTemplate),
  review: queryOf(listReviewEntries),
  comment: mutationOf(commentTemplate),
  resolveComment: mutationOf(resolveComment),
  requestApproval: mutationOf(requestApproval),
  approve: mutationOf(approveTemplate),
  sendBack: mutationOf(sendBackTemplate),
  withdrawApproval: mutationOf(withdrawApproval),
  policy: queryOf(getContentPolicy),
  setPolicy: mutationOf(setContentPolicy),
  setTopic: mutationOf(setTemplateTopic),
  snippets: queryOf(listSnippets),
  snippet: queryOf(getSnippet),
  snippetVersions: queryOf(listSnippetVersions),
  createSnippet: mutationOf(createSnippet),
  saveSnippet: mutationOf(saveSnippet),
  restoreSnippetVersion: mutationOf(restoreSnippetVersion),
  deleteSnippet: mutationOf(deleteSnippet),
});
