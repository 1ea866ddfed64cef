import { z } from "zod";
import { localeSchema } from "../locales";
import { type ContentRule, contentRuleSchema } from "./content-rule";

/** Inline content of a text block: sanitised HTML of p, strong, em, u, a, br, ul, ol, li with Liquid tags as text. */
const richText = z.string().max(50_000);
const id = z.string().min(1).max(40);
const align = z.enum(["left", "center", "right"]).default("left");
const url = z.string().trim().max(2000);

/** What a snippet is called in blocks and in `{% render 'key' %}`. */
export const snippetKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, "Use small letters, digits and underscores, beginning with a letter.");

const leafKinds = [
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
  /** A snippet by reference ("": not chosen yet): what it says at the launch is what is sent. */
  z.object({ kind: z.literal("snippet"), id, snippet: z.union([z.literal(""), snippetKeySchema]) }),
] as const;
const leafSchema = z.discriminatedUnion("kind", leafKinds);
type LeafBlock = z.infer<typeof leafSchema>;

/** Blocks for people who fit a rule, and others for those who do not. */
export type WhenBlock = { kind: "when"; id: string; rule: ContentRule; blocks: Block[]; otherwise: Block[] };
/** Blocks once for each entry of a list (`contact.favourites`, parted by commas), where `{{ item }}` is the entry. */
export type RepeatBlock = { kind: "repeat"; id: string; list: string; limit: number; blocks: Block[] };
export type Block = LeafBlock | WhenBlock | RepeatBlock;
type BlockInput =
  | z.input<typeof leafSchema>
  | (Omit<WhenBlock, "blocks" | "otherwise"> & { blocks: BlockInput[]; otherwise: BlockInput[] })
  | (Omit<RepeatBlock, "blocks"> & { blocks: BlockInput[] });
type BlocksSchema = z.ZodType<Block[], BlockInput[]>;
export type BlockKind = Block["kind"];

/** How many containers may stand in one another. */
const MAX_DEPTH = 2;
const contactPath = z.string().regex(/^contact\.[a-z][a-z0-9_]{0,79}$/, "Choose a field of the contact.");

/** Written out level by level: a schema that refers to itself would let a document be as deep as its author likes. */
function blocksAt(depth: number): BlocksSchema {
  if (depth === 0) return leavesOnly(z.array(leafSchema).max(100));
  const inner = blocksAt(depth - 1);
  return z.array(z.discriminatedUnion("kind", [...leafKinds, ...containers(inner)])).max(200);
}

/** Leaves are blocks; that the input is narrower than of any block cannot be said in the type. */
const leavesOnly = (schema: z.ZodType<LeafBlock[]>): BlocksSchema => schema as unknown as BlocksSchema;

const containers = (inner: BlocksSchema) =>
  [
    z.object({ kind: z.literal("when"), id, rule: contentRuleSchema, blocks: inner, otherwise: inner }),
    z.object({
      kind: z.literal("repeat"),
      id,
      list: contactPath,
      limit: z.number().int().min(1).max(50),
      blocks: inner,
    }),
  ] as const;

/** The blocks of the editor; each has one React Email component in emails/blocks and one entry in the block registry. */
export const blockSchema = z.discriminatedUnion("kind", [...leafKinds, ...containers(blocksAt(MAX_DEPTH - 1))]);
export const blocksSchema = blocksAt(MAX_DEPTH);

/** All blocks of a list, those inside containers too. */
export const allBlocks = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block) => {
    if (block.kind === "when") return [block, ...allBlocks(block.blocks), ...allBlocks(block.otherwise)];
    return block.kind === "repeat" ? [block, ...allBlocks(block.blocks)] : [block];
  });

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

/** What a snippet holds: blocks, or HTML with Liquid. */
export const snippetBodySchema = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("blocks"), blocks: blocksSchema }),
  z.object({ mode: z.literal("code"), html: z.string().max(100_000) }),
]);
export type SnippetBody = z.infer<typeof snippetBodySchema>;

const bodies = {
  blocks: { mode: z.literal("blocks"), ...envelope, blocks: blocksSchema },
  code: { mode: z.literal("code"), ...envelope, html: z.string().max(500_000) },
  react: {
    mode: z.literal("react"),
    ...envelope,
    template: z.enum(REACT_TEMPLATES),
    props: z.record(z.string(), z.string().max(50_000)),
  },
};

/** The same e-mail for people of another language. */
export const emailVariantSchema = z.object({
  locale: localeSchema,
  content: z.discriminatedUnion("mode", [z.object(bodies.blocks), z.object(bodies.code), z.object(bodies.react)]),
});
export type EmailVariant = z.infer<typeof emailVariantSchema>;
export type EmailContent = EmailVariant["content"];

const whole = {
  version: z.literal(1),
  /** The language of the default, which everybody gets for whom no variant fits; left out: the workspace's. */
  locale: localeSchema.optional(),
  variants: z
    .array(emailVariantSchema)
    .max(20, "An e-mail can have 20 language variants.")
    .refine(
      (variants) => new Set(variants.map(({ locale }) => locale.toLowerCase())).size === variants.length,
      "Each language can have one variant only.",
    )
    .optional(),
  /** Frozen at the launch: every snippet the document refers to. Whatever a client sends here is replaced. */
  snippets: z.record(z.string(), snippetBodySchema).optional(),
};

/** A whole e-mail before personalisation. `version` upgrades stored documents (parseStoredEmail). */
export const emailDocumentSchema = z.discriminatedUnion("mode", [
  z.object({ ...whole, ...bodies.blocks }),
  z.object({ ...whole, ...bodies.code }),
  z.object({ ...whole, ...bodies.react }),
]);
export type EmailDocument = z.infer<typeof emailDocumentSchema>;

/** The only way to read a stored document: upgrades old versions, throws when it is not an e-mail at all. */
export const parseStoredEmail = (stored: unknown): EmailDocument => emailDocumentSchema.parse(stored);
