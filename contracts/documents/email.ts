import { z } from "zod";

/** Inline content of a text block: sanitised HTML of p, strong, em, u, a, br, ul, ol, li with Liquid tags as text. */
const richText = z.string().max(50_000);
const id = z.string().min(1).max(40);
const align = z.enum(["left", "center", "right"]).default("left");
const url = z.string().trim().max(2000);

/** The blocks of the editor; each has one React Email component in emails/blocks and one entry in the block registry. */
export const blockSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("heading"),
    id,
    text: z.string().max(500),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
    align,
  }),
  z.object({ kind: z.literal("text"), id, html: richText, align }),
  z.object({ kind: z.literal("button"), id, label: z.string().max(200), url, align }),
  z.object({
    kind: z.literal("image"),
    id,
    src: url,
    alt: z.string().max(500),
    href: url.optional(),
    width: z.number().int().min(16).max(1200).optional(),
  }),
  z.object({ kind: z.literal("divider"), id }),
  z.object({ kind: z.literal("spacer"), id, height: z.number().int().min(4).max(120) }),
  z.object({ kind: z.literal("html"), id, html: z.string().max(100_000) }),
]);
export type Block = z.infer<typeof blockSchema>;
export type BlockKind = Block["kind"];

const envelope = {
  subject: z.string().max(500),
  preheader: z.string().max(500).default(""),
  /** Plain-text part as Liquid; empty means: made from the HTML. */
  text: z.string().max(100_000).default(""),
};

/** The React Email templates of emails/ a document can use as its body (their props are plain text with Liquid). */
export const REACT_TEMPLATES = [
  "newsletter",
  "welcome",
  "announcement",
  "promotion",
  "receipt",
  "plain-letter",
] as const;
export type ReactTemplateKey = (typeof REACT_TEMPLATES)[number];

/** A whole e-mail before personalisation. `version` upgrades stored documents (parseStoredEmail). */
export const emailDocumentSchema = z.discriminatedUnion("mode", [
  z.object({ version: z.literal(1), mode: z.literal("blocks"), ...envelope, blocks: z.array(blockSchema).max(200) }),
  z.object({ version: z.literal(1), mode: z.literal("code"), ...envelope, html: z.string().max(500_000) }),
  z.object({
    version: z.literal(1),
    mode: z.literal("react"),
    ...envelope,
    template: z.enum(REACT_TEMPLATES),
    props: z.record(z.string(), z.string().max(50_000)),
  }),
]);
export type EmailDocument = z.infer<typeof emailDocumentSchema>;

/** The only way to read a stored document: upgrades old versions, throws when it is not an e-mail at all. */
export const parseStoredEmail = (stored: unknown): EmailDocument => emailDocumentSchema.parse(stored);
