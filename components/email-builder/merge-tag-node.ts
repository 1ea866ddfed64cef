import { mergeAttributes, Node } from "@tiptap/react";

/** A merge tag in rich text: one chip that is typed over, moved and deleted as a whole. */
export const MergeTagNode = Node.create({
  name: "mergeTag",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    tag: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-merge-tag"),
      renderHTML: ({ tag }) => ({ "data-merge-tag": tag }),
    },
  }),
  parseHTML: () => [{ tag: "span[data-merge-tag]" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "rounded-sm bg-brand-wash px-1 font-mono text-brand text-xs" }),
    String(node.attrs.tag).split("|")[0]?.trim() ?? "",
  ],
});
