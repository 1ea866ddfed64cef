import {
  CAMPAIGN_PART_LABELS,
  CAMPAIGN_PARTS,
  type CampaignDefinition,
  type CampaignPart,
  type DefinitionChange,
} from "@/contracts/campaigns";
import type { EmailDocument } from "@/contracts/documents/email";
import { diffLines } from "./diff-lines";
import { stable } from "./stable";

/** What each part of a definition is made of; equal values are no change. */
const VALUES: Record<CampaignPart, (definition: CampaignDefinition) => unknown> = {
  name: ({ name }) => name,
  audience: ({ audience: { include, exclude, condition } }) => [include, exclude, condition ?? null],
  subject: ({ content: { document } }) => [document?.subject ?? null, document?.preheader ?? null],
  content: ({ content: { document } }) => (document ? { ...document, subject: "", preheader: "" } : null),
  sender: ({ content }) => [content.fromName || null, content.replyTo || null],
  topic: ({ content }) => content.topicId ?? null,
  provider: ({ providerNo }) => providerNo,
  schedule: ({ schedule }) => schedule,
};

/** Which parts differ. Pure. */
export const changedParts = (before: CampaignDefinition, after: CampaignDefinition): CampaignPart[] =>
  CAMPAIGN_PARTS.filter((part) => stable(VALUES[part](before)) !== stable(VALUES[part](after)));

/** A definition in words: what `in-words.ts` makes of its ids and rules. */
export type DefinitionWords = Record<Exclude<CampaignPart, "content">, string | null> & { content: string[] };

/** Every part that differs, with what it was and what it is, as people read it. Pure. */
export const diffDefinitions = (
  changed: readonly CampaignPart[],
  before: DefinitionWords,
  after: DefinitionWords,
): DefinitionChange[] =>
  changed.map((part) => ({
    part,
    label: CAMPAIGN_PART_LABELS[part],
    before: part === "content" ? null : before[part],
    after: part === "content" ? null : after[part],
    lines: part === "content" ? diffLines(before.content, after.content) : null,
  }));

/** The body as lines, so that a change in a long one shows where it is. */
export function bodyLines(document: EmailDocument | null): string[] {
  if (!document) return [];
  const text = document.text ? ["Plain text:", ...document.text.split("\n")] : [];
  switch (document.mode) {
    case "code":
      return [...document.html.split("\n"), ...text];
    case "blocks":
      return [...document.blocks.flatMap((block) => valuesOf(block.kind, block)), ...text];
    case "react":
      return [`Template ${document.template}`, ...valuesOf("", document.props), ...text];
  }
}

const valuesOf = (kind: string, values: Record<string, unknown>): string[] =>
  Object.entries(values)
    .filter(([key, value]) => key !== "id" && key !== "kind" && value !== null && value !== undefined && value !== "")
    .flatMap(([key, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return text.split("\n").map((line) => `${[kind, key].filter(Boolean).join(" ")}: ${line}`);
    });
