import type { FieldDefinition } from "@/contracts/contacts";
import { MERGE_TAGS } from "@/contracts/content";

export type MergeTag = { tag: string; label: string; group: "Repeat" | "Contact" | "Message" };

/** Inside a repeat block: the entry at hand. */
export const ITEM_TAG: MergeTag = { tag: "item", label: "Entry of the list", group: "Repeat" };

/** Every merge tag that can be inserted: fields of the contact, then what each message has. */
export const mergeTagsOf = (fields: readonly FieldDefinition[]): MergeTag[] => [
  ...fields.map(({ key, label }) => ({ tag: `contact.${key}`, label, group: "Contact" as const })),
  ...MERGE_TAGS.map(({ tag, label }) => ({ tag, label, group: "Message" as const })),
];

/** Names get a default, or people without one are greeted with a gap. */
export const asLiquid = (tag: string): string =>
  tag === "contact.first_name" || tag === "contact.last_name" ? `{{ ${tag} | default: 'there' }}` : `{{ ${tag} }}`;

const TEXT_BETWEEN_TAGS = /(<[^>]*>)/;
const escapeAttribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
const decode = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** Liquid outputs in text become chips; those inside links and other tags stay text. */
export const toChips = (html: string): string =>
  html
    .split(TEXT_BETWEEN_TAGS)
    .map((part) =>
      part.startsWith("<")
        ? part
        : part.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, inner: string) => {
            const value = escapeAttribute(decode(inner));
            return `<span data-merge-tag="${value}">${value}</span>`;
          }),
    )
    .join("");

/** The inverse of `toChips` for what the rich text editor gives back. */
export const fromChips = (html: string): string =>
  html.replace(
    /<span[^>]*data-merge-tag="([^"]*)"[^>]*>[^<]*<\/span>/g,
    (_, inner: string) => `{{ ${decode(inner)} }}`,
  );
