import type { Block, BlockKind } from "@/contracts/documents/email";

/** A short id that no other block of the document has. */
export function freshId(blocks: readonly Block[]): string {
  const used = new Set(blocks.map((block) => block.id));
  let no = blocks.length + 1;
  while (used.has(`b${no}`)) no += 1;
  return `b${no}`;
}

export function createBlock(kind: BlockKind, id: string): Block {
  switch (kind) {
    case "heading":
      return { kind, id, text: "New heading", level: 2, align: "left" };
    case "text":
      return { kind, id, html: "<p></p>", align: "left" };
    case "button":
      return { kind, id, label: "Read more", url: "https://", align: "left" };
    case "image":
      return { kind, id, src: "", alt: "" };
    case "divider":
      return { kind, id };
    case "spacer":
      return { kind, id, height: 24 };
    case "html":
      return { kind, id, html: "" };
    case "snippet":
      return { kind, id, snippet: "" };
    case "when":
      return {
        kind,
        id,
        rule: { op: "all", rows: [{ field: "contact.first_name", type: "text", operator: "is_set" }] },
        blocks: [],
        otherwise: [],
      };
    case "repeat":
      return { kind, id, list: "contact.first_name", limit: 5, blocks: [] };
  }
}

/** Adds after `afterId`, or at the end. */
export function insertBlock(blocks: readonly Block[], block: Block, afterId: string | null): Block[] {
  const at = afterId === null ? -1 : blocks.findIndex(({ id }) => id === afterId);
  return at === -1 ? [...blocks, block] : [...blocks.slice(0, at + 1), block, ...blocks.slice(at + 1)];
}

/** Moves one block to a position; positions outside the list mean its ends. */
export function moveBlock(blocks: readonly Block[], id: string, to: number): Block[] {
  const block = blocks.find((one) => one.id === id);
  if (!block) return [...blocks];
  const rest = blocks.filter((one) => one.id !== id);
  const at = Math.max(0, Math.min(to, rest.length));
  return [...rest.slice(0, at), block, ...rest.slice(at)];
}

export const replaceBlock = (blocks: readonly Block[], next: Block): Block[] =>
  blocks.map((block) => (block.id === next.id ? next : block));

export function duplicateBlock(blocks: readonly Block[], id: string): Block[] {
  const block = blocks.find((one) => one.id === id);
  return block ? insertBlock(blocks, { ...block, id: freshId(blocks) }, id) : [...blocks];
}
