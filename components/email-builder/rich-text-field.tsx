"use client";

import { type Editor, EditorContent, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { Bold, Italic, Link2, List, ListOrdered, Underline } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";
import { MergeTagMenu } from "./merge-tag-menu";
import { MergeTagNode } from "./merge-tag-node";
import { asLiquid, fromChips, type MergeTag, toChips } from "./merge-tags";

const EXTENSIONS = [
  StarterKit.configure({
    heading: false,
    blockquote: false,
    codeBlock: false,
    code: false,
    horizontalRule: false,
    strike: false,
    link: {
      openOnClick: false,
      autolink: false,
      HTMLAttributes: { target: null, rel: null },
      isAllowedUri: isLinkable,
    },
  }),
  MergeTagNode,
];

function isLinkable(url: string): boolean {
  return /^(?:https?:\/\/|mailto:|tel:|\{\{)/i.test(url);
}

type RichTextFieldProps = {
  html: string;
  onChange: (html: string) => void;
  tags: readonly MergeTag[];
  label: string;
  /** "/" in an empty text asks for another kind of block. */
  onSlash?: () => void;
};

/** Paragraphs and lists with bold, italic, underline, links and merge-tag chips. */
export function RichTextField({ html, onChange, tags, label, onSlash }: RichTextFieldProps) {
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: toChips(html),
    immediatelyRender: false,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        class:
          "min-h-16 px-3 py-2 text-base leading-relaxed outline-none [&_a]:text-brand [&_a]:underline [&_li]:ml-5 [&_ol]:list-decimal [&_p+p]:mt-3 [&_ul]:list-disc",
      },
      handleKeyDown: (view, event) => {
        if (event.key !== "/" || !onSlash || view.state.doc.textContent !== "") return false;
        onSlash();
        return true;
      },
    },
    onUpdate: ({ editor: current }) => onChange(fromChips(current.getHTML())),
  });
  // Undo and other people's versions come from outside; what was typed here is in the editor already.
  useEffect(() => {
    if (editor && fromChips(editor.getHTML()) !== html)
      editor.commands.setContent(toChips(html), { emitUpdate: false });
  }, [editor, html]);
  if (!editor) return <div className="min-h-24 rounded-sm border border-line-strong" aria-hidden="true" />;
  return (
    <div className="rounded-sm border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-brand focus-within:outline-offset-2">
      <RichTextToolbar editor={editor} tags={tags} label={label} />
      <EditorContent editor={editor} />
    </div>
  );
}

function RichTextToolbar({ editor, tags, label }: { editor: Editor; tags: readonly MergeTag[]; label: string }) {
  const active = useEditorState({
    editor,
    selector: ({ editor: e }) => ({
      bold: e.isActive("bold"),
      italic: e.isActive("italic"),
      underline: e.isActive("underline"),
      bulletList: e.isActive("bulletList"),
      orderedList: e.isActive("orderedList"),
      link: e.isActive("link"),
    }),
  });
  const chain = () => editor.chain().focus();
  const insertTag = ({ tag }: MergeTag) =>
    chain()
      .insertContent({ type: "mergeTag", attrs: { tag: asLiquid(tag).slice(2, -2).trim() } })
      .run();
  return (
    <div
      role="toolbar"
      aria-label={`Format ${label.toLowerCase()}`}
      className="flex flex-wrap items-center gap-0.5 border-line border-b p-1"
    >
      <Mark label="Bold" on={active.bold} onPress={() => chain().toggleBold().run()} icon={<Bold />} />
      <Mark label="Italic" on={active.italic} onPress={() => chain().toggleItalic().run()} icon={<Italic />} />
      <Mark
        label="Underline"
        on={active.underline}
        onPress={() => chain().toggleUnderline().run()}
        icon={<Underline />}
      />
      <Mark label="List" on={active.bulletList} onPress={() => chain().toggleBulletList().run()} icon={<List />} />
      <Mark
        label="Numbered list"
        on={active.orderedList}
        onPress={() => chain().toggleOrderedList().run()}
        icon={<ListOrdered />}
      />
      <LinkMark editor={editor} on={active.link} />
      <span className="grow" />
      <MergeTagMenu tags={tags} onInsert={insertTag} />
    </div>
  );
}

type MarkProps = { label: string; on: boolean; onPress: () => void; icon: ReactNode };

function Mark({ label, on, onPress, icon }: MarkProps) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      aria-pressed={on}
      className={on ? "bg-brand-wash text-brand" : undefined}
      onClick={onPress}
    >
      {icon}
    </Button>
  );
}

function LinkMark({ editor, on }: { editor: Editor; on: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const [url, setUrl] = useState("");
  const apply = () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (url.trim() === "") chain.unsetLink().run();
    else chain.setLink({ href: url.trim() }).run();
    setIsOpen(false);
  };
  const open = (next: boolean) => {
    if (next) setUrl(String(editor.getAttributes("link").href ?? "https://"));
    setIsOpen(next);
  };
  return (
    <Popover open={isOpen} onOpenChange={open}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Link"
          title="Link"
          aria-pressed={on}
          className={on ? "bg-brand-wash text-brand" : undefined}
        >
          <Link2 />
        </Button>
      </PopoverTrigger>
      <PopoverContent label="Link" className="p-3">
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            apply();
          }}
        >
          <Input
            aria-label="Web address"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            className="w-64"
          />
          <Button type="submit" size="sm">
            {url.trim() === "" ? "Remove link" : "Set link"}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
