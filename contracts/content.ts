import { z } from "zod";
import type { TemplateStatus } from "./approvals";
import { type EmailDocument, emailDocumentSchema, type ReactTemplateKey } from "./documents/email";
import { idOf } from "./ids";

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
  createdAt: string;
  updatedAt: string;
};

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
};

/** A rendered message before it becomes MIME. `missing` names merge tags that were empty without a default. */
export type RenderedEmail = {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  links: string[];
  missing: string[];
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
};

export type PreviewContact = { id: string; label: string; detail: string };

export const previewEmailSchema = z.object({
  document: emailDocumentSchema,
  contactId: idOf("contact").nullish(),
  campaignName: z.string().max(200).optional(),
});

export type StarterTemplate = { key: string; name: string; description: string; document: EmailDocument };

export type { ReactTemplateKey };

export const TEMPLATE_LABELS: Record<ReactTemplateKey, string> = {
  "plain-letter": "Letter",
  newsletter: "Newsletter",
  announcement: "Announcement",
};

/** One prop of a React Email template, as a field of its form. Values are plain text with Liquid. */
export type TemplateProp = {
  key: string;
  label: string;
  kind: "line" | "paragraphs" | "url" | "image";
  help?: string;
};

const line = (key: string, label: string, help?: string): TemplateProp => ({ key, label, kind: "line", help });
const url = (key: string, label: string, help?: string): TemplateProp => ({ key, label, kind: "url", help });
const image = (key: string, label: string): TemplateProp => ({ key, label, kind: "image" });
const paragraphs = (key: string, label: string): TemplateProp => ({
  key,
  label,
  kind: "paragraphs",
  help: "An empty line starts a new paragraph.",
});

/** The props of the React Email templates in emails/: one entry per template, the form and the renderer read it. */
export const TEMPLATE_PROPS: Record<ReactTemplateKey, readonly TemplateProp[]> = {
  "plain-letter": [
    line("greeting", "Greeting"),
    paragraphs("body", "Letter"),
    line("link_label", "Link text"),
    url("link_url", "Link"),
    line("signature", "Signed by"),
    line("role", "Role or team"),
    paragraphs("postscript", "P.S."),
  ],
  newsletter: [
    line("issue", "Issue line", "For example “No. 12 · November”."),
    line("headline", "Headline"),
    image("lead_image", "Lead image"),
    line("lead_image_alt", "Lead image description"),
    paragraphs("lead", "Lead story"),
    line("lead_label", "Lead link text"),
    url("lead_url", "Lead link"),
    line("item1_title", "First story"),
    paragraphs("item1_text", "First story text"),
    url("item1_url", "First story link"),
    line("item2_title", "Second story"),
    paragraphs("item2_text", "Second story text"),
    url("item2_url", "Second story link"),
    line("item3_title", "Third story"),
    paragraphs("item3_text", "Third story text"),
    url("item3_url", "Third story link"),
    paragraphs("closing", "Closing words"),
  ],
  announcement: [
    line("eyebrow", "Small line above"),
    line("headline", "Headline"),
    paragraphs("body", "What is new"),
    image("image", "Image"),
    line("image_alt", "Image description"),
    line("cta_label", "Button text"),
    url("cta_url", "Button link"),
    line("fact1_label", "First fact"),
    line("fact1_value", "First fact value"),
    line("fact2_label", "Second fact"),
    line("fact2_value", "Second fact value"),
    line("fact3_label", "Third fact"),
    line("fact3_value", "Third fact value"),
    paragraphs("closing", "Closing words"),
  ],
};
