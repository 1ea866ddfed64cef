import { allBlocks, type Block, type EmailDocument, type SnippetBody } from "@/contracts/documents/email";

/** `{% render 'key' %}`, the only form there is: a snippet sees what the message sees and takes nothing else. */
export const RENDER_TAG = /\{%-?\s*render\s+(?:"([a-z][a-z0-9_]*)"|'([a-z][a-z0-9_]*)')\s*-?%\}/g;

export const keyOf = (double: string | undefined, single: string | undefined): string => double ?? single ?? "";

/** How deep snippets may stand in snippets. */
export const MAX_SNIPPET_DEPTH = 5;

const inText = (text: string): string[] => [...text.matchAll(RENDER_TAG)].map((match) => keyOf(match[1], match[2]));

const inBlocks = (blocks: readonly Block[]): string[] =>
  allBlocks(blocks).flatMap((block) => {
    if (block.kind === "snippet") return [block.snippet];
    return block.kind === "html" || block.kind === "text" ? inText(block.html) : [];
  });

type Content = { mode: EmailDocument["mode"]; text?: string; blocks?: Block[]; html?: string };

function inContent(content: Content): string[] {
  return [...inText(content.text ?? ""), ...inText(content.html ?? ""), ...inBlocks(content.blocks ?? [])];
}

/** The snippets an e-mail names itself, each once, in all its languages. */
export const snippetsOfDocument = (document: EmailDocument): string[] => [
  ...new Set([document, ...(document.variants ?? []).map(({ content }) => content)].flatMap(inContent)),
];

/** The snippets a snippet names itself. */
export const snippetsOfBody = (body: SnippetBody): string[] => [...new Set(inContent(body))];

/**
 * The keys on a way from `key` back to itself when it gets this body, both ends included; null when there is none.
 * `others` answers the body of every other snippet.
 */
export function findCycle(key: string, body: SnippetBody, others: ReadonlyMap<string, SnippetBody>): string[] | null {
  const seen = new Set<string>();
  const walk = (from: string, named: readonly string[], way: readonly string[]): string[] | null => {
    for (const next of named) {
      if (next === key) return [...way, from, key];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = others.get(next);
      const cycle = found ? walk(next, snippetsOfBody(found), [...way, from]) : null;
      if (cycle) return cycle;
    }
    return null;
  };
  return walk(key, snippetsOfBody(body), []);
}
