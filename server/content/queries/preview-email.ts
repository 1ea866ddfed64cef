import "server-only";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import { type EmailPreview, type EmailVariables, previewEmailSchema } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { idOf, publicId } from "@/contracts/ids";
import { contactVariables, loadContact } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed, type Ctx, demand } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { type InspectOptions, inspectContent } from "../check-content";
import { loadBrand, loadDocument, loadTemplate } from "../load";
import { sampleVariables } from "../samples";

/**
 * A document as one person would get it, saved or not, with everything the checks say. Without `contactId` a made-up
 * person; without contact:pii the address of a real one is masked.
 */
export const previewEmail = defineQuery({
  name: "template.preview",
  permission: "content:read",
  input: previewEmailSchema,
  async run(ctx, input, tx): Promise<EmailPreview> {
    const variables = await variablesFor(ctx, tx, input.contactId ?? null, input.campaignName);
    return preview(tx, ctx, input.document, variables, { look: input.look, language: input.language });
  },
});

/** The same for a stored template, its current version or an older one. */
export const previewTemplate = defineQuery({
  name: "template.preview-stored",
  permission: "content:read",
  input: z.object({
    id: idOf("template"),
    version: z.coerce.number().int().min(1).optional(),
    contactId: idOf("contact").nullish(),
  }),
  async run(ctx, input, tx): Promise<EmailPreview> {
    const template = await loadTemplate(tx, ctx.workspaceNo, input.id);
    const document = await loadDocument(tx, template, input.version);
    return preview(tx, ctx, document, await variablesFor(ctx, tx, input.contactId ?? null));
  },
});

/** A copy without the lazy getter, so that every transport sees the links. */
async function preview(
  tx: Tx,
  ctx: Ctx,
  document: EmailDocument,
  variables: EmailVariables,
  options?: InspectOptions,
): Promise<EmailPreview> {
  const { email, missing, ...rest } = await inspectContent(tx, ctx.workspaceNo, document, variables, options);
  const seen = allowed(ctx, "contact:read") ? [...missing] : [];
  return {
    ...rest,
    email: email && { ...email, links: email.links },
    missing: Object.fromEntries(seen.map(([id, tags]) => [publicId("contact", id), tags])),
  };
}

async function variablesFor(ctx: Ctx, tx: Tx, contactId: string | null, campaignName = ""): Promise<EmailVariables> {
  const brand = await loadBrand(tx, ctx.workspaceNo);
  const sample = sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress });
  const base = campaignName ? { ...sample, campaign: { name: campaignName } } : sample;
  if (contactId === null) return base;
  demand(ctx, "contact:read");
  const row = await loadContact(tx, ctx.workspaceNo, contactId);
  const email = row.email === null || allowed(ctx, "contact:pii") ? row.email : maskEmail(row.email);
  return { ...base, contact: { ...contactVariables({ ...row, email }) } };
}
