import { z } from "zod";
import type { TemplateStatus } from "./approvals";
import { brandLookSchema } from "./brand";
import { type EmailDocument, emailDocumentSchema } from "./documents/email";
import { idOf } from "./ids";
import { localeSchema } from "./locales";

export const templateInputSchema = z.object({
  name: z.string().trim().min(1, "Give the template a name.").max(120),
  document: emailDocumentSchema,
  note: z.string().trim().max(200).optional(),
});
export type TemplateInput = z.infer<typeof templateInputSchema>;

export type Template = {
  id: string;
  name: string;
  version: number;
  document: EmailDocument;
  /** The state of the newest version. */
  status: TemplateStatus;
  /** The version campaigns begin with, when one is approved. */
  approvedVersion: number | null;
  isArchived: boolean;
  /** The topic campaigns take over when they begin with this template. */
  topicId: string | null;
  createdAt: string;
  updatedAt: string;
};

/** HTML or MJML as pasted or read from a file. */
export const importTemplateSchema = z.object({
  name: z.string().trim().max(120).optional(),
  source: z.string().trim().min(1, "Paste HTML or MJML, or choose a file.").max(500_000, "500,000 characters at most."),
});

/** What an import made, and what it changed or left out, in words. */
export type ImportedTemplate = { template: Template; notes: string[] };

/** A row of the list; `subject` is the first thing people recognise a template by. */
export type TemplateSummary = Omit<Template, "document"> & { subject: string; mode: EmailDocument["mode"] };

export type TemplateVersion = {
  version: number;
  note: string | null;
  createdBy: string | null;
  createdAt: string;
  isCurrent: boolean;
  approvedAt: string | null;
};

/** One finding of a content check: `must` blocks a launch, `should` is advice, `good` is what passed. */
export type ContentFinding = {
  level: "must" | "should" | "good";
  code: string;
  message: string;
  where: "subject" | "preheader" | "html" | "text" | "links";
  /** The variant it is about; left out: the default, or the whole message. */
  language?: string;
};

/** A rendered message before it becomes MIME. `missing` names merge tags that were empty without a default. */
export type RenderedEmail = {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  links: string[];
  missing: string[];
  /** Which variant it is; null: the default. */
  language: string | null;
};

/** One person's message, or why this person gets none: the reasons are skip reasons of contracts/delivery.ts. */
export type RenderResult =
  | { ok: true; email: RenderedEmail }
  | { ok: false; reason: "render_error" | "aborted_by_template"; detail: string };

/** What a merge tag may name: nothing but JSON values, so a template reaches data and never code. */
export type EmailVariables = {
  contact: Record<string, unknown>;
  campaign: { name: string };
  workspace: { name: string; postal_address: string };
  unsubscribe_url: string;
  preferences_url: string;
  view_url: string;
};

/** Merge tags every message has besides the fields of the contact. */
export const MERGE_TAGS = [
  { tag: "campaign.name", label: "Campaign name" },
  { tag: "workspace.name", label: "Workspace name" },
  { tag: "workspace.postal_address", label: "Postal address" },
  { tag: "unsubscribe_url", label: "Unsubscribe link" },
  { tag: "preferences_url", label: "Preference page link" },
  { tag: "view_url", label: "View in browser link" },
] as const;

/** What the editor shows for unsaved work: the message for one person, or where the template is wrong. */
export type EmailPreview = {
  email: RenderedEmail | null;
  problem: string | null;
  findings: ContentFinding[];
  /** Size of the HTML in bytes; Gmail cuts at 102 KB. */
  htmlBytes: number;
  /** What the awkward people of the workspace lack in it, by contact id; empty without contact:read. */
  missing: Record<string, string[]>;
  /** What of its HTML and CSS some mail programs do not show as written. */
  support: ClientSupport[];
};

export const MAIL_CLIENTS = ["gmail", "outlook_windows", "apple_mail", "yahoo"] as const;
export type MailClient = (typeof MAIL_CLIENTS)[number];
export const MAIL_CLIENT_LABELS: Record<MailClient, string> = {
  gmail: "Gmail",
  outlook_windows: "Outlook (Windows)",
  apple_mail: "Apple Mail",
  yahoo: "Yahoo",
};
export type Support = "yes" | "partly" | "no";

/** A feature the message uses, how the mail programs take it, and what people see where it does not work. */
export type ClientSupport = {
  feature: string;
  support: Record<MailClient, Support>;
  /** `breaks`: something is lost or unreadable; `degrades`: plainer, still fine. */
  severity: "breaks" | "degrades";
  effect: string;
};

export type PreviewContact = { id: string; label: string; detail: string };

export const previewEmailSchema = z.object({
  document: emailDocumentSchema,
  contactId: idOf("contact").nullish(),
  campaignName: z.string().max(200).optional(),
  /** Which variant to show whoever is looked at; null the default, left out the one of the person. */
  language: localeSchema.nullish(),
  /** A brand that is still being tried out; left out: the workspace's own. */
  look: brandLookSchema.optional(),
});

export type StarterTemplate = { key: string; name: string; description: string; document: EmailDocument };
